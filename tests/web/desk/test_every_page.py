"""Every page in a browser: read by everybody, on phone and desktop, by keyboard, without a script."""

from collections.abc import Collection, Iterator
from typing import Any

import pytest
from tests.browser import SPILLS, violations
from tests.web.desk import matrix
from tests.web.desk.seats import DESKTOP, PHONE, Seat
from tests.web.desk.test_matrix import targets
from tests.web.desk.test_matrix_pages import address
from tests.web.desk.world import World

from peil.store import records
from peil.store.shared.models import Person
from peil.web.server import current
from peil.workflow.acting import Action

pytestmark = pytest.mark.django_db
Page = tuple[str, str]
"""Who looks, by first name, and at which address; nobody who signs in where there is no name."""
Size = dict[str, int]
ENTRANCE = (
    "/accounts/login/",
    "/accounts/inactive/",
    "/accounts/invited/nothing/",
    "/accounts/3rdparty/login/cancelled/",
    "/accounts/3rdparty/login/error/",
)
NEWCOMER = ("/accounts/2fa/", "/accounts/2fa/totp/activate/", "/accounts/2fa/webauthn/add/")
"""Pages of somebody who has no second factor yet."""
OWN = (
    "/",
    "/settings/",
    "/search/?q=canary",
    "/search/?q=nothing",
    "/nothing/",
    "/accounts/logout/",
    "/accounts/reauthenticate/",
    "/accounts/password/change/",
    "/accounts/3rdparty/",
    "/accounts/2fa/",
    "/accounts/2fa/totp/deactivate/",
    "/accounts/2fa/recovery-codes/generate/",
    "/accounts/2fa/webauthn/",
)
STATUS = {"/nothing/": 404, "/accounts/3rdparty/login/error/": 401}
FIELDS = "main form :is(input, select, textarea, button):not([type=hidden])"
FOCUSED = """fields => {
    const each = document.activeElement;
    const number = [...document.querySelectorAll(fields)].indexOf(each);
    return [number, getComputedStyle(each).outlineStyle != 'none'];
}"""
MOST_STOPS = 12
"""Stops of the keyboard between two fields: those within a day, and links before the first."""


@pytest.fixture
def seat(browser: Any, world: World) -> Iterator[Any]:
    """Give a seat by first name, with what may be asked of the desk alone."""
    seats: dict[str, Seat] = {}

    def take(name: str, **context: Any) -> Seat:
        if name not in seats:
            seats[name] = Seat(browser, world.people.get(name), **context)
        return seats[name]

    yield take
    for each in seats.values():
        each.page.context.close()


def lists() -> Iterator[Page]:
    """Give the list of each kind."""
    for kind in records.kinds():
        asked = matrix.table("today").items()
        readers = {
            who for key, whose in asked if (key[0], key[3]) == (kind, "read") for who in whose
        }
        yield min(readers), f"/{kind}/"


def records_of(world: World) -> Iterator[Page]:
    """Give a record of each kind, to somebody who may see all of it."""
    for kind in records.kinds():
        may = ((key, matrix.may("today", key, "read")) for key in world.of(kind))
        key, who = next((key, who) for key, who in may if who)
        yield min(who), address(world, key)


def forms(world: World) -> Iterator[Page]:
    """Give the form of each action, to somebody who may do it."""
    for action in current().actions.values():
        if not action.is_look:
            may = ((matrix.may("today", key, action.name), to) for key, to in asked(world, action))
            who, to = next((who, to) for who, to in may if who)
            yield min(who), to


def asked(world: World, action: Action) -> Iterator[tuple[Any, str]]:
    """Give where the form of an action may stand, with the record that the table names."""
    if not action.is_new:
        yield from ((key, address(world, key, action.name)) for key in world.of(action.kind))
        return
    for key, given in targets(world, action):
        within = "".join(f"?{name}={record.pk}" for name, record in given.items())
        yield key, f"/{action.kind}/new/{action.name}/{within}"


def every_page(world: World) -> list[Page]:
    """List every kind of page, save those of somebody who has no second factor yet."""
    pages = [*(("", each) for each in ENTRANCE), *(("ada", each) for each in OWN)]
    return [*pages, ("alex", "/audit/"), *lists(), *records_of(world), *forms(world)]


def sound(
    seat: Seat, path: str, language: str = "en", *, axe_at: Collection[Size] = (PHONE,)
) -> list[str]:
    """Find what is wrong with a page, on phone and desktop."""
    page, wrong = seat.at(path), []
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)
        found = violations(page) if size in axe_at else []
        found += ["spills"] * (page.evaluate(SPILLS) > 0)
        wrong += [f"at {size['width']}: {each}" for each in found]
    spoken = page.evaluate("document.documentElement.lang")
    wrong += [f"speaks {spoken}"] * (spoken != language)
    wrong += [f"answers {seat.status}"] * (seat.status != STATUS.get(path.partition("?")[0], 200))
    return wrong


def on_its_own(seat: Seat) -> bool:
    """Say whether nothing was asked of other hosts, and every answer had a strict policy."""
    strict = (
        "default-src 'none'" in each and "unsafe" not in each for each in seat.policies.values()
    )
    return not seat.foreign and all(strict)


def test_every_page_is_accessible_fits_and_asks_no_other_host(world: World, seat: Any) -> None:
    pages = every_page(world)
    wrong = {path: found for who, path in pages if (found := sound(seat(who), path))}
    assert wrong == {}
    assert len(pages) > 120
    assert all(on_its_own(seat(who)) for who, _ in pages)


def test_setting_up_a_second_factor_is_accessible(world: World, seat: Any) -> None:
    newcomer = seat("cara")
    world.people["cara"].authenticator_set.all().delete()
    assert [found for path in NEWCOMER if (found := sound(newcomer, path))] == []


@pytest.mark.parametrize("language", ["fr", "nl", "de"])
def test_pages_in_other_languages_are_accessible_and_fit(
    world: World, seat: Any, language: str
) -> None:
    Person.objects.update(language=language)
    draft = address(world, ("assessment", "draft", "asked"))
    signing = f"{ENTRANCE[0]}?language={language}"
    pages = [("", signing), ("ada", "/"), ("ada", draft), ("ada", f"{draft}write/")]
    assert [found for who, path in pages if (found := sound(seat(who), path, language))] == []


def typed(seat: Seat, path: str, *values: str) -> str:
    """Fill in a form by keyboard alone, in the order of its fields, send it, and give where it led."""
    page = seat.at(path)
    fields = page.locator(FIELDS).count()
    for number, value in enumerate((*values, "\n")):
        tab_to(page, number)
        if value == "\n":
            assert number == fields - 1, "the button comes last"
            with page.expect_navigation():
                page.keyboard.press("Enter")
        else:
            page.keyboard.type(value)
    return seat.led_to


def tab_to(page: Any, number: int) -> None:
    """Go on with the keyboard until a field has the focus, which must be seen."""
    for _ in range(MOST_STOPS):
        at, is_seen = page.evaluate(FOCUSED, FIELDS)
        if at == number:
            assert is_seen, page.url
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no field {number} at {page.url}")


def test_each_kind_of_form_is_filled_in_by_keyboard_without_a_script(
    world: World, seat: Any
) -> None:
    draft = world.records["assessment", "draft", "asked"]
    ada, dora, alex = (seat(each, java_script_enabled=False) for each in ("ada", "dora", "alex"))
    asked = typed(
        ada, f"/request/new/create/?assessment={draft.pk}", "", "State S", "What?", "01222099"
    )
    assert asked.startswith("/request/")
    bulletin = address(world, ("bulletin", "draft", "-"))
    assert typed(dora, f"{bulletin}approve/", " ", " ", "", "") == bulletin
    assert typed(alex, "/settings/", "Neder", " ") == "/settings/"
    assert Person.objects.get(email="alex@example.org").language == "nl"


def test_what_is_wrong_has_the_focus_and_leads_to_its_field(seat: Any) -> None:
    page = seat("ada").at("/working_file/new/create/")
    page.evaluate("document.querySelector('main form').noValidate = true")
    with page.expect_navigation():
        page.get_by_role("button", name="Open a working file").click()
    page.wait_for_function("document.activeElement.id === 'wrong'")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**#id_purpose")
    assert page.evaluate("document.activeElement.name") == "purpose"
    assert violations(page) == []
