"""Every page of the desk on phone and desktop in every language: `python -m tests.web.desk.everywhere`.

The suite looks at every page in English on a phone, and at some in the other languages.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.web.desk.settings"
django.setup()

from django.test.utils import (  # noqa: E402  # what asks for models comes after they are set up
    setup_databases,
    setup_test_environment,
    teardown_databases,
)
from tests.conftest import chromium  # noqa: E402  # the same
from tests.web.desk.seats import DESKTOP, PHONE, Seat  # noqa: E402  # the same
from tests.web.desk.test_every_page import NEWCOMER, every_page, sound  # noqa: E402  # the same
from tests.web.desk.world import World, build  # noqa: E402  # the same

from peil.report.words import LANGUAGES  # noqa: E402  # the same
from peil.store.shared.models import Person  # noqa: E402  # the same


@contextmanager
def a_world() -> Iterator[World]:
    """A desk with a record of every kind in every state, in tables of its own."""
    setup_test_environment()
    kept = setup_databases(verbosity=0, interactive=False)
    yield build()
    teardown_databases(kept, verbosity=0)


def looked_at(browser: Any, world: World, language: str) -> Iterator[tuple[Seat, str]]:
    """Give each page with the seat of who looks at it; somebody without a second factor comes last."""
    seats: dict[str, Seat] = {}
    for who, path in every_page(world):
        if who not in seats:
            seats[who] = Seat(browser, world.people.get(who))
        yield seats[who], path if who else f"{path}?language={language}"
    newcomer = Seat(browser, world.people["cara"])
    world.people["cara"].authenticator_set.all().delete()
    yield from ((newcomer, path) for path in NEWCOMER)


def faults(browser: Any, world: World, language: str) -> Iterator[list[str]]:
    """Give for each page what is wrong with it."""
    Person.objects.update(language=language)
    for seat, path in looked_at(browser, world, language):
        found = sound(seat, path, language, axe_at=(PHONE, DESKTOP))
        yield [f"{language} {path}: {each}" for each in found]


def main() -> int:
    """Look at every page, print what is wrong, and end with 1 where anything is."""
    wrong = 0
    with a_world() as world, chromium() as browser:
        for language in LANGUAGES:
            found = list(faults(browser, world, language))
            told = [line for each in found for line in each]
            wrong += len(told)
            head = f"{language}: {len(found)} pages at two widths, {len(told)} faults"
            sys.stdout.write("\n".join([head, *told, ""]))
            sys.stdout.flush()
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
