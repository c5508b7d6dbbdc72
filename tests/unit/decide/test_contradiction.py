"""What was said at a decision is set against the figures while it is fresh, and no further than they tell."""

from datetime import date, timedelta

import pytest

from peil.decide.contradiction import (
    CheckedFigure,
    ComparedDecision,
    ComparedReason,
    Shown,
    compare_decision,
)
from peil.decide.decision import Decision, Reason

DECIDED = date(2018, 1, 22)
SAID = date(2018, 1, 15)
SHOWN = Shown(direction="rising", then="rising", why="settled", figures=())


def compared(
    day: date = DECIDED, shown: Shown | None = SHOWN, **reason: object
) -> ComparedDecision:
    said = {"text": "calmer", "family": "attacks", "direction": "waning", "source": "News"}
    decision = Decision(
        level=2, office="Centre", date=DECIDED, seriousness="low", likelihood="unlikely",
        reasons=(Reason(**{**said, **reason}),),  # type: ignore[arg-type]
        dissent=(), exceptions=(), review_on=None, source="News",
    )  # fmt: skip
    return compare_decision(decision, lambda *_: shown, day)


def direction(claimed: str, shown: str, then: str | None = None) -> tuple[str, str]:
    figures = Shown(direction=shown, then=then or shown, why="too_few_events", figures=())
    (reason,) = compared(shown=figures, direction=claimed).reasons
    return reason.answer, reason.why


@pytest.mark.parametrize(
    ("claimed", "shown", "answer"),
    [
        ("waning", "rising", ("contradicted", "")),
        ("rising", "waning", ("contradicted", "")),
        ("steady", "rising", ("contradicted", "")),
        ("rising", "rising", ("borne_out", "")),
        ("steady", "steady", ("borne_out", "")),
        ("waning", "steady", ("cannot_tell", "within_resolution")),
        ("rising", "steady", ("cannot_tell", "within_resolution")),
        ("waning", "cannot tell", ("cannot_tell", "too_few_events")),
    ],
)
def test_figures_contradict_a_claim_only_beyond_what_they_tell_apart(
    claimed: str, shown: str, answer: tuple[str, str]
) -> None:
    assert direction(claimed, shown) == answer


@pytest.mark.parametrize("then", ["waning", "steady", "cannot tell"])
def test_figures_that_became_known_since_contradict_nothing(then: str) -> None:
    assert direction("waning", "rising", then) == ("cannot_tell", "published_since")


def vintages(*rows: tuple[float, str]) -> Shown:
    end = date(2016, 12, 31)
    figures = tuple(
        CheckedFigure(indicator="files", value=v, end=end, published=date.fromisoformat(day))
        for v, day in rows
    )
    return Shown(direction=None, then=None, why="", figures=figures)


def value(claimed: float, *rows: tuple[float, str]) -> ComparedReason:
    given = {"value": claimed, "indicator": "files", "period_end": date(2016, 12, 31)}
    shown = vintages(*rows)
    (reason,) = compared(shown=shown, direction=None, said_on=SAID, **given).reasons
    return reason


def test_a_number_is_borne_out_by_any_vintage_and_the_figure_and_its_day_are_given() -> None:
    first, later = (226.0, "2017-01-31"), (273.0, "2018-01-20")
    found = value(226, first, later)
    assert found.figure is not None
    assert (found.answer, found.figure.published) == ("borne_out", date(2017, 1, 31))
    assert value(273, first, later).answer == "borne_out"


@pytest.mark.parametrize(
    ("claimed", "rows", "answer"),
    [
        (300, [(226, "2017-01-31")], ("contradicted", "")),
        (0, [(226, "2017-01-31")], ("contradicted", "")),
        (275, [(226, "2017-01-31")], ("cannot_tell", "within_resolution")),
        (300, [(226, "2017-01-31"), (227, "2018-01-20")], ("cannot_tell", "published_since")),
        (300, [(226, "2018-01-20")], ("cannot_tell", "published_since")),
        (300, [], ("cannot_tell", "no_figure")),
    ],
)
def test_a_number_is_contradicted_only_where_no_newer_vintage_stands(
    claimed: float, rows: list[tuple[float, str]], answer: tuple[str, str]
) -> None:
    found = value(claimed, *rows)
    assert (found.answer, found.why) == answer
    assert found.is_contradicted == (answer[0] == "contradicted")


def test_a_reason_that_claims_nothing_of_a_figure_cannot_be_checked() -> None:
    (reason,) = compared(shown=None).reasons
    assert (reason.answer, reason.figures_say, reason.figure) == ("not_checkable", None, None)


def test_an_old_decision_is_not_set_against_the_figures_of_today() -> None:
    assert compared(DECIDED + timedelta(days=31)).is_compared
    old = compared(DECIDED + timedelta(days=32))
    (reason,) = old.reasons
    assert not old.is_compared
    assert (reason.figures_say, reason.is_contradicted) == (None, False)


def test_a_reason_was_said_on_the_day_of_the_decision_unless_it_says_another() -> None:
    (reason,) = compared().reasons
    assert reason.said_on == DECIDED
    (reason,) = compared(said_on=date(2018, 1, 20)).reasons
    assert reason.said_on == date(2018, 1, 20)


PAPER, OFFICE = "Paper, https://paper.example/a", "Office, https://office.example/b"
PRINT = "Paper print edition, no link"


def read_in(*sources: tuple[str, float]) -> ComparedReason:
    """Check a reason that a paper told against a vintage for each source, oldest first."""
    end = date(2016, 12, 31)
    figures = tuple(
        CheckedFigure(indicator="files", value=value, end=end, published=day, source=source)
        for (source, value), day in zip(
            sources, (date(2017, 1, 31), date(2018, 1, 14)), strict=False
        )
    )
    shown = Shown(direction=None, then=None, why="", figures=figures)
    given = {"value": 250.0, "indicator": "files", "period_end": end, "source": PAPER}
    (reason,) = compared(shown=shown, direction=None, said_on=SAID, **given).reasons
    return reason


@pytest.mark.parametrize(
    ("read_at", "value", "is_same"),
    [
        ("Paper, 16 January 2018, https://paper.example/a; Agency", 250, True),
        ("Paper, 16 January 2018, https://paper.example/a.", 250, True),
        ("Paper, https://paper.example/a; Office, https://office.example/b", 250, False),
        ("Office, https://office.example/b", 250, False),
        ("Paper, 16 January 2018", 250, False),
        ("Paper, https://paper.example/a", 500, False),
    ],
)
def test_a_number_that_only_its_own_source_bears_out_is_known_as_such(
    read_at: str, value: float, is_same: bool
) -> None:
    assert read_in((read_at, value)).is_of_same_source is is_same


@pytest.mark.parametrize("sources", [(OFFICE, PAPER), (PAPER, OFFICE)])
def test_a_vintage_that_was_read_elsewhere_confirms_a_number_in_either_order(
    sources: tuple[str, str],
) -> None:
    found = read_in(*((source, 250.0) for source in sources))
    assert found.figure is not None
    assert (found.figure.source, found.is_of_same_source) == (OFFICE, False)
    assert read_in((PAPER, 250.0), (PAPER, 250.0)).is_of_same_source


@pytest.mark.parametrize("sources", [(PRINT, PAPER), (PAPER, PRINT)])
def test_a_vintage_without_an_address_does_not_count_as_read_elsewhere(
    sources: tuple[str, str],
) -> None:
    found = read_in(*((source, 250.0) for source in sources))
    assert found.figure is not None
    assert (found.figure.source, found.is_of_same_source) == (PAPER, True)


@pytest.mark.parametrize("sources", [(OFFICE, PRINT), (PRINT, OFFICE)])
def test_a_vintage_that_is_known_to_be_read_elsewhere_is_told_before_one_without_an_address(
    sources: tuple[str, str],
) -> None:
    found = read_in(*((source, 250.0) for source in sources))
    assert found.figure is not None
    assert (found.figure.source, found.is_of_same_source) == (OFFICE, False)


def test_a_direction_is_never_borne_out_by_its_own_source_alone() -> None:
    read = CheckedFigure(indicator="files", value=250.0, end=SAID, published=SAID, source=PAPER)
    shown = Shown(direction="rising", then="rising", why="settled", figures=(read,))
    (reason,) = compared(shown=shown, direction="rising", source=PAPER).reasons
    assert (reason.answer, reason.is_of_same_source) == ("borne_out", False)
