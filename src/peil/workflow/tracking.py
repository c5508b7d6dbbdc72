"""Keep the track record of a dossier: read, replay, and set beside what followed."""

from datetime import date

from peil.assess.ladder import Ladder
from peil.assess.reviews import Progress
from peil.assess.rule import Rule
from peil.decide.official import taken
from peil.feeds.dossier.read import AnyDossier, Dossier, opened
from peil.report.tell.citations import known_lines
from peil.review.track.record import DossierTrack, keep_record
from peil.review.track.settings import TrackSettings
from peil.terms.errors import BadInput
from peil.workflow.assessing import replay_dossier


def track_dossier(
    folder: AnyDossier,
    first: date | None = None,
    last: date | None = None,
    *,
    settings: TrackSettings | None = None,
    with_unverified: bool = False,
    rule: Rule | None = None,
    ladder: Ladder | None = None,
    watched: Progress = iter,
) -> DossierTrack:
    """Set the official levels and Peil's own proposals of a dossier beside the events that followed.

    Args:
        first: events and levels before it do not count; without it, from the start of the
            country's first complete list of attacks, or of its reviews where that comes first.
        last: nothing published later is used; without it, the end of the last complete list, of
            any country.
        settings: horizons and severity.
        with_unverified: let in levels and events that nobody confirmed in a source; Peil's
            proposals stay what they are.
        rule, ladder: in the place of Peil's rule and of the dossier's ladder.
        watched: hands the days of the reviews on, so that a caller can show how far it is.

    Raises:
        BadDossier: the dossier has problems.
        BadInput: the days are the wrong way round, or nothing says when to begin or to end.

    Example:
        >>> peil.track("dossiers/belgium")
    """
    dossier = opened(folder, rule=rule, ladder=ladder)
    begin, end = _days(dossier, first, last)
    replayed = replay_dossier(dossier, dossier.scale.replay_from, end, watched=watched)
    record = keep_record(
        subject=dossier.country,
        events=[e for e in dossier.events if e.verified or with_unverified],
        windows=dossier.windows,
        official=taken(dossier.official, with_unverified=with_unverified),
        proposals=[review for review in replayed.reviews if review.day >= begin],
        scale=dossier.scale,
        first=begin,
        last=end,
        settings=settings or TrackSettings(),
    )
    return DossierTrack(
        record=record,
        title=dossier.title,
        scale=dossier.scale,
        left_out=(0, 0) if with_unverified else _unconfirmed(dossier, end),
        cannot_be_told=known_lines(dossier.settings.cannot_be_told_of_plots, end),
    )


def _unconfirmed(dossier: Dossier, day: date) -> tuple[int, int]:
    """Count the levels and the events that were known on a day and that nobody confirmed."""
    levels = sum(not each.verified and each.announced <= day for each in dossier.official)
    return levels, sum(not each.verified and each.published <= day for each in dossier.events)


def _days(dossier: Dossier, first: date | None, last: date | None) -> tuple[date, date]:
    """Take the days that were given, or those of the complete lists."""
    lists = [w for w in dossier.windows if not w.counts_plots]
    if not lists and last is None:
        raise BadInput(
            "the dossier declares no complete list of attacks, so that nothing says when the record "
            "ends; give --to, or declare a list in attacks_complete.csv"
        )
    own = [w.complete_from for w in lists if w.country == dossier.country]
    begin = first or min([*own, dossier.scale.replay_from])
    end = last or max(w.complete_to for w in lists)
    if end <= begin:
        raise BadInput(
            f"the track record ends on {end}, not after {begin}, when it begins; "
            "give a later --to or an earlier --from"
        )
    return begin, end


def track_on(dossier: Dossier, day: date) -> DossierTrack:
    """Keep the track record that ends where the lists of attacks do, or on the day before that.

    Raises:
        BadInput: as `track_dossier`.
    """
    ends = [w.complete_to for w in dossier.windows if not w.counts_plots]
    return track_dossier(dossier, None, min(day, max(ends)) if ends else None)
