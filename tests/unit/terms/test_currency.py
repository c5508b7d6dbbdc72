"""The codes of currencies are of one form, each once, and leave out what no budget is in."""

import re
import tomllib
from importlib.resources import files

from peil.terms.currency import read_currencies


def test_every_code_has_three_capitals_and_stands_once() -> None:
    text = files("peil.terms").joinpath("currencies.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    codes = [*data["in_use"].split(), *data["withdrawn"].split()]
    assert all(re.fullmatch("[A-Z]{3}", code) for code in codes)
    assert sorted(codes) == sorted(read_currencies())


def test_codes_are_in_use_withdrawn_or_none() -> None:
    known = read_currencies()
    assert all(known[code] for code in ("EUR", "CHF", "XOF"))
    assert known["BEF"] is known["DEM"] is known["HRK"] is False
    assert not {"ZZZ", "XXX", "XTS", "XAU", "EUE"} & known.keys()
