"""Who may come back from a conflict zone, and how many did, as known on a day: rules and counts, no persons."""

import datetime as dt
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from peil.act.facts import ById, day_of_source, latest_known, vintages_known

AGE_LINE, NOT_PUBLIC = "age_line", "not_public"
NOT_NAMED = "not named"
"""Who counted, where the source does not say."""
STAGES = ("left", "abroad", "camps", "waiting", "repatriated", "returned", "died")
THERE, BACK = ("abroad", "camps"), ("repatriated", "returned")
GROUPS = ("children", "adults", "all")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnRule(ById):
    """One rule of a country on returns.

    Args:
        id: a later state of knowledge repeats it with a later day of publication.
        rule: what it is about, such as `AGE_LINE`.
        text, instrument: what it says, and what sets it; in English.
        under_age: of an age line: the age in years below which it holds.
        admits, admits_reason: whom the state takes back by it, and why it is read so.
        valid_from, valid_to: when it holds; `valid_to` is the first day on which it no longer does.
        source_date: day, month or year of the source, where that is later than `published`.
    """

    id: str
    country: str
    rule: str
    text: str
    under_age: int | None
    admits: str
    admits_reason: str
    instrument: str
    valid_from: dt.date
    valid_from_precision: str
    valid_to: dt.date | None
    valid_to_precision: str
    published: dt.date
    published_precision: str = "day"
    source: str
    source_date: str
    verified: bool

    @property
    def last_read(self) -> dt.date:
        """Day of its source, by which it was in force still."""
        return max(self.published, day_of_source(self.source_date) or self.published)

    @property
    def last_read_precision(self) -> str:
        """How exactly that day is known."""
        if self.last_read == self.published:
            return self.published_precision
        return ("year", "month", "day")[self.source_date.count("-")]

    def holds_on(self, day: dt.date) -> bool:
        """Whether it is in force, as far as is known."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnCount:
    """How many were counted, of whom, by whom, and for which day.

    Args:
        stage, group: what was counted, of `STAGES`, and of whom, of `GROUPS`.
        what, age_band: what exactly, and the age as the source gives it; in English.
        counter: who counted, or `NOT_NAMED`.
        remark: what a reader must know beside the number, in English.
        source_date: as of a rule.
    """

    country: str
    stage: str
    group: str
    what: str
    age_band: str
    value: int
    approximate: bool
    date: dt.date
    date_precision: str
    counter: str
    remark: str = ""
    published: dt.date
    published_precision: str = "day"
    source: str
    source_date: str
    verified: bool

    @property
    def key(self) -> Hashable:
        """A correction is about the same thing, day and counter."""
        return (*self.place, self.what, self.counter)

    @property
    def place(self) -> tuple[str, int, int, dt.date]:
        """Where it stands in a list: by country, stage, group and day."""
        return self.country, STAGES.index(self.stage), GROUPS.index(self.group), self.date


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnPolicy:
    """Rules and counts on returns as known on a day.

    Args:
        country: the subject.
        day: nothing published later is used.
        vintages: by rule, what was known of it, the oldest first.
        counts: by country, stage, group and day.
        left_out: how many rows nobody read in their source.
        cannot_be_told: sentences of the dossier's authors on what it cannot tell.
    """

    country: str
    day: dt.date
    vintages: Mapping[str, tuple[ReturnRule, ...]]
    counts: tuple[ReturnCount, ...]
    left_out: int
    cannot_be_told: tuple[str, ...] = ()

    @property
    def rules(self) -> tuple[ReturnRule, ...]:
        """The latest vintage of each rule, by its first day."""
        latest = (several[-1] for several in self.vintages.values())
        return tuple(sorted(latest, key=lambda each: (each.valid_from, each.id)))

    @property
    def countries(self) -> tuple[str, ...]:
        """The subject first, then the others by name."""
        named = {each.country for each in self.rules} | {each.country for each in self.counts}
        return (self.country, *sorted(named - {self.country}))

    def in_force(self, country: str, *kinds: str) -> tuple[ReturnRule, ...]:
        """Give the rules of a country and of some kinds that hold on the day, in the order of the kinds."""
        own = [each for each in self.rules if each.country == country and each.rule in kinds]
        own.sort(key=lambda each: kinds.index(each.rule))
        return tuple(each for each in own if each.holds_on(self.day))

    def age_lines(self, country: str) -> tuple[ReturnRule, ...]:
        """Give the age lines of a country that were begun by the day, the oldest first."""
        begun = (each for each in self.rules if each.valid_from <= self.day)
        return tuple(each for each in begun if (each.country, each.rule) == (country, AGE_LINE))

    def latest(self, country: str, group: str, stages: Sequence[str]) -> ReturnCount | None:
        """Give the latest count of a group at one of some stages, else of all together there.

        Who is back stays counted: of those back it is the largest, as a later and smaller one is of
        one operation or one camp.
        """
        there = [c for c in self.counts if c.country == country and c.stage in stages]
        own = [each for each in there if each.group == group]
        together = [each for each in there if each.group == "all"]
        latest = attrgetter("date", "published", "value")
        order = attrgetter("value", "date", "published") if stages == BACK else latest
        return max(own or together, key=order, default=None)


def returns_known(
    rules: Sequence[ReturnRule], counts: Sequence[ReturnCount], *, country: str, day: dt.date
) -> ReturnPolicy:
    """Give the rules and counts that were public on a day; those that nobody read are left out.

    Args:
        rules, counts: every vintage.
        country: the subject.
        day: nothing published later is used.
    """
    unread = [each.published for each in rules if not each.verified]
    unread += [each.published for each in counts if not each.verified]
    known = latest_known([each for each in counts if each.verified], day)
    return ReturnPolicy(
        country=country,
        day=day,
        vintages=vintages_known([each for each in rules if each.verified], day),
        counts=tuple(sorted(known, key=lambda each: (each.country != country, *each.place))),
        left_out=sum(published <= day for published in unread),
    )
