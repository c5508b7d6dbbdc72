"""The brief of a track record: what its report is made from."""

from collections.abc import Sequence
from dataclasses import dataclass

from peil.report.words import Words
from peil.review.track.courses import LevelCourse
from peil.review.track.record import DAYS_A_YEAR, CountryRecord, TrackRecord
from peil.review.track.settings import OFFICIAL
from peil.terms.scale import Scale

CAVEATS = (
    "no_probability", "few_events", "one_ideology", "later_state", "plots_incomplete", "prevention", "own_only",
    "revisions",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackBrief:
    """A track record with all that its reader may ask for.

    Args:
        title: what the dossier calls itself.
        scale: the levels of the dossier's own country.
        left_out: levels and events that nobody confirmed in a source, and that were left out.
    """

    record: TrackRecord
    title: str
    scale: Scale
    left_out: tuple[int, int] = (0, 0)

    @property
    def subject(self) -> CountryRecord:
        """The record of the dossier's own country, which comes first."""
        return self.record.records[0]


def named_country(record: CountryRecord, words: Words) -> str:
    """Name a country, with the ideology of its list."""
    return words.code("country", record.country)


def named_ideology(record: CountryRecord, words: Words) -> str:
    """Name the ideology of a list; one without a translation goes by its code."""
    key = f"track_ideology.{record.ideology}"
    return words(key) if key in words.terms else record.ideology.replace("_", " ")


def named_voice(who: str, words: Words) -> str:
    """Name who sets the levels."""
    return words("track.official" if who == OFFICIAL else "track.proposals")


def why_no_score(brief: TrackBrief, record: CountryRecord, treatment: str, words: Words) -> str:
    """Say why levels have no score, from what the dossier holds."""
    years = record.overlap_days * 10 // DAYS_A_YEAR / 10
    return words(
        f"track_why.{treatment}",
        years=words.number(years, 1),
        least=brief.record.settings.fewest_years,
    )


def named_course(
    course: LevelCourse, who: str, courses: Sequence[LevelCourse], words: Words
) -> str:
    """Name a course: whose, and on which scale; its scope where these differ."""
    scale = words("track.scale", low=course.scale_min, high=course.scale_max)
    name = f"{named_voice(who, words)}, {scale}"
    has_scopes = len({each.scope for each in courses}) > 1
    return f"{name} – {course.scope}" if has_scopes else name


def horizon_text(months: int, words: Words) -> str:
    """Say a horizon."""
    return words("track.months", n=months)
