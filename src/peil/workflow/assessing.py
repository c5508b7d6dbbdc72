"""Assess a dossier on a day, or replay its reviews: read, compute, and set people's levels beside."""

from collections.abc import Sequence
from datetime import date

from peil.assess.assessment import assess
from peil.assess.evidence import AssessmentSettings
from peil.assess.ladder import Ladder
from peil.assess.methods import replay_all
from peil.assess.reviews import Declared, Progress, Replay, Variation
from peil.assess.rule import Rule
from peil.assess.sensitivity import BASE
from peil.decide.decision import open_plots_on
from peil.decide.official import OfficialLevel, taken
from peil.feeds.dossier.read import AnyDossier, Dossier, opened
from peil.observe.record import Record, build_record
from peil.review.assessed import Assessed, PastReview, Replayed, past_reviews, set_beside
from peil.terms.errors import BadInput


def assess_dossier(
    folder: AnyDossier,
    as_of: date,
    *,
    without: frozenset[str] = frozenset(),
    with_unverified: bool = False,
    rule: Rule | None = None,
    ladder: Ladder | None = None,
    watched: Progress = iter,
) -> Assessed:
    """Assess the country of a dossier on a day.

    Args:
        as_of: the day; nothing published later is used.
        without: kinds of effort whose indicators are left out, such as "effort_dependent".
        with_unverified: let in figures that nobody has confirmed in a source.
        rule, ladder: in the place of Peil's rule and of the dossier's ladder.
        watched: hands the days of the reviews on, so that a caller can show how far it is.

    Raises:
        BadDossier: the dossier has problems.
        BadInput: the day lies before the first review.

    Example:
        >>> peil.assess("dossiers/belgium", date(2018, 1, 22))
    """
    dossier = opened(folder, rule=rule, ladder=ladder)
    check_day(as_of, dossier)
    assessment = assess(
        record=record_of(dossier, with_unverified=with_unverified),
        scale=dossier.scale,
        ladder=dossier.ladder,
        rule=dossier.rule,
        as_of=as_of,
        without=without,
        declared=declared_in(dossier, with_unverified=with_unverified),
        watched=watched,
    )
    official = taken(dossier.official, with_unverified=with_unverified)
    plots = open_plots_on(dossier.open_plots, as_of)
    return set_beside(
        assessment,
        title=dossier.title,
        decision=dossier.decision_on(as_of),
        official=official,
        confirmed=taken(dossier.confirmed, with_unverified=with_unverified),
        open_plots=None if plots is None else len(plots),
        with_unverified=with_unverified,
        history=_history(assessment.base, dossier, official),
    )


def replay_dossier(
    folder: AnyDossier,
    first: date,
    last: date,
    *,
    rule: Rule | None = None,
    ladder: Ladder | None = None,
    watched: Progress = iter,
) -> Replayed:
    """Replay the monthly reviews of a dossier, and give those from `first` to `last`.

    Every review uses only what was published by its own day. The rule starts where the
    dossier's scale says, so that a later `first` changes no proposal.

    Raises:
        BadDossier: the dossier has problems.
        BadInput: the days are the wrong way round, or lie before the first review.

    Example:
        >>> peil.replay("dossiers/belgium", date(2017, 10, 1), date(2018, 1, 31))
    """
    if last < first:
        raise BadInput(f"the replay ends on {last}, before it starts on {first}; swap the days")
    dossier = opened(folder, rule=rule, ladder=ladder)
    history = _history(run_to(last, dossier, watched), dossier, dossier.official)
    return Replayed(
        title=dossier.title,
        country=dossier.country,
        scale=dossier.scale,
        reviews=tuple(review for review in history if review.day >= first),
    )


def record_of(dossier: Dossier, *, with_unverified: bool) -> Record:
    """Select what a dossier holds about its own country.

    Example:
        >>> peil.record_of(peil.read_dossier("dossiers/belgium"), with_unverified=False)
    """
    return build_record(
        country=dossier.country,
        indicators=dossier.indicators,
        series=dossier.series,
        events=dossier.events,
        windows=dossier.windows,
        population=dossier.population,
        breaks=dossier.breaks,
        with_unverified=with_unverified,
    )


def settings_of(dossier: Dossier) -> AssessmentSettings:
    """Give the rule and the ladder of a dossier, for the levels of its scale."""
    return AssessmentSettings(
        ladder=dossier.ladder, rule=dossier.rule, levels=len(dossier.scale.levels)
    )


def run_to(last: date, dossier: Dossier, watched: Progress) -> Replay:
    """Run the reviews of a dossier up to a day.

    Raises:
        BadInput: the day lies before the first review.
    """
    check_day(last, dossier)
    base = Variation(name=BASE, settings=settings_of(dossier))
    record = record_of(dossier, with_unverified=False)
    return replay_all(record, dossier.scale, [base], last, declared_in(dossier), watched)[BASE]


def check_day(as_of: date, dossier: Dossier) -> None:
    """Refuse a day before the first review.

    Raises:
        BadInput: it is such a day.
    """
    first = dossier.scale.replay_from
    if as_of < first:
        raise BadInput(
            f"the day {as_of} lies before {first}, where the dossier's reviews begin; "
            "ask for a later day or change replay_from in scale.toml"
        )


def declared_in(dossier: Dossier, *, with_unverified: bool = False) -> Declared:
    """Give the open plots and the signs of an imminent attack that a dossier declares.

    Signs that nobody confirmed in a source are left out unless `with_unverified`.
    """
    signs = tuple(sign for sign in dossier.signs if sign.verified or with_unverified)
    return Declared(
        plot_is_open=lambda day: bool(open_plots_on(dossier.open_plots, day)),
        signs=signs,
    )


def _history(
    run: Replay, dossier: Dossier, official: Sequence[OfficialLevel]
) -> tuple[PastReview, ...]:
    return past_reviews(
        run,
        dossier.scale,
        country=dossier.country,
        official=official,
        events=dossier.events,
        windows=dossier.windows,
    )
