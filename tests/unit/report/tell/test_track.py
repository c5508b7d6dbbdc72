"""The report of a track record: the answer first, in four languages, with nothing left unsaid."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from tests.builders import a_window, an_event
from tests.track_builder import SOME_LEVELS, a_level, a_track

from peil.observe.events import IDEOLOGIES
from peil.report.model import Figure, Report, Section, Table, Text, plain, walk
from peil.report.render.data import document_json
from peil.report.render.html import render_html
from peil.report.render.paper import render_paper
from peil.report.render.terminal import render_terminal
from peil.report.tell.track import document, tell
from peil.report.tell.track.said import CAVEATS
from peil.report.words import LANGUAGES, Words, words_in
from peil.review.track.bootstrap import ScoreDifference
from peil.review.track.record import DossierTrack, TrackRecord
from peil.review.track.settings import SEVERITIES, TrackSettings
from peil.review.track.timeliness import CLASSES

ENGLISH = words_in("en")
OPEN = ScoreDifference(mean=0.0, low=-0.01, high=0.01, blocks=9, word="undecided")
DECIDED = {"better": (0.01, 0.02), "worse": (-0.02, -0.01)}
GROUPS = (
    "track", "track_severity", "track_class", "track_reason", "track_why", "track_ideology",
    "track_caveat",
)  # fmt: skip

OTHER_SCALE = [
    a_level(3, "2010-01-01", scale_from=date(1990, 1, 1)),
    a_level(2, "2015-01-01"),
]
"""Two scales with as many levels, of which the later is the one of the proposals."""

UNCOUNTED: dict[str, Any] = {
    "events": [
        an_event("2016-03-22", killed=35),
        an_event("2015-03-01", status="failed"),
        an_event("2015-03-02", killed=0),
        an_event("2017-01-01", precision="year", published=date(2018, 6, 1)),
        an_event("2018-03-01"),
        an_event("2016-05-02", later_ideology="unknown", later_published=date(2017, 5, 2)),
    ],
    "windows": [a_window("2010-01-01", "2017-12-31", statuses=("completed",))],
    "settings": TrackSettings(severity="deadly"),
}
"""A record with an event that is not counted for each reason there is."""


def told(language: str = "en", **changes: object) -> Report:
    return tell(a_track(**changes), words_in(language))


def page(found: DossierTrack, language: str = "en") -> str:
    words = words_in(language)
    return render_html(tell(found, words), words)


def terminal(found: DossierTrack, width: int = 100) -> str:
    report = tell(found, ENGLISH)
    return render_terminal(report, ENGLISH, width=width, is_terminal=False, full=True)


def data(found: DossierTrack) -> Any:
    return json.loads(document_json(document(found)))


def block(report: Report, key: str) -> Any:
    return next(each for each in walk(report.blocks) if each.key == key)


def lines(text: Text) -> list[str]:
    return [plain(line) for line in text.lines]


def scored(report: Report) -> list[Section]:
    """Give the sections of the countries that are scored."""
    return [
        each for each in report.blocks
        if isinstance(each, Section) and each.key.startswith("country-")
    ]  # fmt: skip


def beside(report: Report) -> list[Section]:
    """Give the sections of the countries that are not."""
    section: Section = block(report, "beside")
    return [each for each in section.blocks if isinstance(each, Section)]


def said_of(section: Section) -> list[str]:
    (text,) = (each for each in section.blocks if isinstance(each, Text))
    return lines(text)


def chart_of(section: Section) -> Figure:
    (chart,) = (each for each in section.blocks if isinstance(each, Figure))
    return chart


def tables_of(section: Section) -> list[Table]:
    return [each for each in section.blocks if isinstance(each, Table)]


def heads(table: Table) -> list[str]:
    return [column.head for column in table.columns]


def with_verdict(
    record: TrackRecord, word: str, ends: tuple[float, float] = (0.0, 0.0), **over: Any
) -> TrackRecord:
    """Give the official level of the subject a decided gain at every horizon, save where another is given."""
    low, high = ends if any(ends) else DECIDED[word]
    gain = ScoreDifference(mean=low, low=low, high=high, blocks=9, word=word)
    own, *others = record.records
    official, *more = own.voices
    first, second = official.counted
    gains = {"over_no_change": gain, "over_climatology": gain, **over}
    scored = tuple(replace(s, **gains) for s in first.scored)
    official = replace(official, counted=(replace(first, scored=scored), second))
    return replace(record, records=(replace(own, voices=(official, *more)), *others))


def test_few_attacks_are_undecided_on_the_first_line() -> None:
    assert plain(told().headline).startswith(
        "Undecided: 7 attacks (jihadist) in 10 years are too few"
    )


def test_an_official_level_without_a_score_is_not_said_to_be_undecided() -> None:
    found = a_track()
    own, *others = found.record.records
    proposed = tuple(each for each in own.voices if each.who != "official")
    record = replace(found.record, records=(replace(own, voices=proposed), *others))
    scored, unscored = (
        plain(tell(each, ENGLISH).headline) for each in (found, replace(found, record=record))
    )
    assert "official or proposed" in scored
    assert "a proposed level" in unscored
    assert "official" not in unscored


@pytest.mark.parametrize(("word", "said"), [("better", "better than"), ("worse", "worse than")])
def test_a_decided_difference_is_the_headline(word: str, said: str) -> None:
    found = a_track()
    found = replace(found, record=with_verdict(found.record, word))
    headline = plain(tell(found, ENGLISH).headline)
    assert said in headline
    assert "Official level" in headline
    assert "Undecided" not in headline


def test_a_subject_without_a_score_says_why_on_the_first_line() -> None:
    for subject in ("Norland", "Sudland", "Erewhon"):
        assert "does not declare the list of attacks in this country complete" in plain(
            told(subject=subject).headline
        )
    assert "holds no confirmed level" in plain(told(subject="Sudland", proposals=[]).headline)
    assert "outside the time" in plain(told(subject="Westland", proposals=[]).headline)


def test_official_levels_too_short_for_a_score_say_so_beside_scored_proposals() -> None:
    (own,) = [s for s in scored(told(official=[a_level(2, "2016-01-01")])) if "Rur" in s.title]
    (line,) = [line for line in said_of(own) if "official level has no score" in line]
    assert "share 4 years only" in line
    assert "at least 5" in line
    only = told(official=[a_level(2, "2016-01-01")], proposals=[])
    assert plain(only.headline).startswith("No level of Ruritania can be scored. The complete list")
    assert [s for s in beside(only) if "Rur" in s.title]


def test_a_level_that_rose_but_not_above_the_middle_is_not_said_to_be_raised() -> None:
    levels = (a_level(1, "2010-01-01"), a_level(2, "2015-01-01"))
    notes = lines(block(told(official=levels, events=[an_event("2015-06-01")]), "notes"))
    (line,) = [note for note in notes if note.startswith("Official level: of")]
    assert line == "Official level: of one attack, one found no raised level."


def test_the_page_explains_its_words_and_speaks_of_no_option() -> None:
    said = page(a_track())
    assert "--with" not in said
    assert said.index("Standing: raised for longer") < said.index(">standing</th>")
    assert "1 is full agreement" in said
    assert "Where a line has a gap" in said
    assert "Where a line has a gap" not in page(a_track(proposals=[]))


def test_it_says_in_which_months_the_proposals_were_higher_and_lower() -> None:
    levels = (a_level(2, "2013-11-01"), a_level(4, "2014-03-01"), a_level(3, "2014-05-15"))
    notes = "\n".join(lines(block(told(official=levels), "notes"))).replace("\xa0", " ")
    assert "higher one at 2 of these 62 reviews: January 2014 to February 2014 (2 rev" in notes
    lower = "lower one at 4 of these 62 reviews: November 2013 to December 2013 (2 reviews); March"
    assert lower in notes


def test_what_is_not_counted_is_told_with_its_number_and_reason() -> None:
    (own,) = [s for s in scored(told(**UNCOUNTED)) if "Rur" in s.title]
    assert "Attacks outside it, shown and not counted: 1." in said_of(own)[0]
    for why in ("the list does not declare their status", "only their year is known", "severe"):
        assert [line for line in said_of(own) if why in line and line.endswith(": 1.")]
    (retold,) = [line.replace("\xa0", " ") for line in said_of(own) if "such as a verdict" in line]
    assert "1 in all: Strelsau, 2 May 2016. A verdict under appeal changes nothing yet." in retold
    (country, *_) = data(a_track(**UNCOUNTED))["countries"]
    why = ["status", "mild", "retold", "late", "outside"]
    assert [each["why"] for each in country["uncounted"]] == why
    (other,) = [s for s in scored(told()) if "Rur" in s.title]
    assert not [line for line in said_of(other) if "that are not counted" in line]


def test_the_association_stands_above_the_rates() -> None:
    meaning: Section = block(told(), "meaning")
    first = said_of(meaning)[0]
    assert first.startswith("An association, neither the level’s skill nor its effect")
    assert [each.key for each in meaning.blocks] == [
        "association", "rates_chart", "rates", "ratios",
    ]  # fmt: skip


def test_countries_are_scored_or_beside_with_a_reason() -> None:
    report = told()
    assert [section.title.split(":")[0] for section in scored(report)] == ["Ruritania", "Estland"]
    assert [section.title for section in beside(report)] == ["Norland", "Sudland", "Westland"]
    assert all(said_of(section)[0].startswith("No score") for section in beside(report))
    keys = [each.key for each in report.blocks]
    assert keys[:3] == ["notes", "country-0", "meaning"]


def test_both_baselines_stand_in_every_table_of_scores() -> None:
    tables = [t for s in scored(told()) for t in tables_of(s)]
    names = ("next_event", "side_by_side", "next_review")
    scores = [t for t in tables if t.key.startswith(names)]
    assert len(scores) == 5
    for table in scores:
        assert {"No change", "Usual rate"} <= set(heads(table))


def test_plots_stand_out_and_in_side_by_side() -> None:
    classes: Table = block(told(), "classes-0")
    assert heads(classes)[1:] == [
        "Official level, attacks",
        "Official level, with stopped plots",
        "Peil’s proposals, attacks",
        "Peil’s proposals, with stopped plots",
        "Peil’s rule on every day, attacks",
        "Peil’s rule on every day, with stopped plots",
    ]
    assert len(classes.rows) == len(CLASSES)


def test_every_event_is_listed_with_what_it_found() -> None:
    events: Table = block(told(), "events-0")
    said = [[plain(x.text).replace("\xa0", " ") for x in row.cells] for row in events.rows]
    assert said[3][:4] == ["22 Mar 2016", "attack", "Strelsau", "35"]
    assert "timely (level 3, raised 127 days before)" in said[3][4]
    assert {row[4] for row in said if row[0] in ("2017", "June 2017")} == {"day not known"}
    assert all(len(row) == len(events.columns) for row in said)


def test_of_two_attacks_the_median_lead_lies_between_them() -> None:
    two = [an_event("2016-02-24", killed=1), an_event("2016-09-11", killed=1)]
    assert "300 days, median 200 days" in page(a_track(events=two)).replace("\xa0", " ")


def test_the_data_are_in_codes_and_hold_everything() -> None:
    held = data(a_track())
    assert held["kind"] == "track_record"
    assert held["caveats"] == list(CAVEATS)
    own = held["countries"][0]
    assert [voice["whose"] for voice in own["records"]] == ["official", "proposal", "held"]
    for voice in own["records"]:
        for each in voice["events"]:
            assert sum(each["timeliness"].values()) == len(each["found"])
            assert all(
                set(s["brier"]) == {"level", "no_change", "climatology"} for s in each["next_event"]
            )
    assert data(a_track()) == held


def test_the_text_begins_with_the_answer_and_is_as_wide_as_told() -> None:
    text = terminal(a_track(), width=90)
    assert text.index("Undecided") < text.index("Do levels mean anything?")
    assert max(map(len, text.splitlines())) <= 90


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_and_the_pdf_say_the_same_headline(language: str) -> None:
    words = words_in(language)
    report = tell(a_track(), words)
    headline = plain(report.headline)
    assert headline in page(a_track(), language).replace("&#39;", "'").replace("&amp;", "&")
    content = render_paper(report, words)
    reader = PdfReader(BytesIO(content))
    assert reader.trailer["/Root"]["/Lang"] == language
    assert reader.metadata is not None
    assert reader.metadata.subject is None or headline[:20] in str(reader.metadata.subject)
    assert content == render_paper(report, words)


def test_hostile_texts_stay_texts() -> None:
    said = page(a_track())
    assert "Zenda &lt;b&gt;bold&lt;/b&gt;" in said
    assert "<b>bold" not in said


@dataclass
class Heard(Mapping[str, str]):
    """The words of a language, which note those that are asked for."""

    terms: Mapping[str, str]
    asked: set[str] = field(default_factory=set)

    def __getitem__(self, key: str) -> str:
        self.asked.add(key)
        return self.terms[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.terms)

    def __len__(self) -> int:
        return len(self.terms)


def test_every_word_is_said_somewhere() -> None:
    heard = Heard(terms=ENGLISH.terms)
    words = Words(language="en", terms=heard)
    found = a_track()
    day = date(2016, 8, 20)
    raised = (*SOME_LEVELS, a_level(4, "2019-12-20"))
    falling = [a_level(2, "2012-06-01"), a_level(3, "2014-06-01"), a_level(4, "2019-12-30")]
    many = [an_event(f"2013-0{month}-01", published=date(2013, 9, 9)) for month in range(1, 9)]
    early = [an_event("2012-03-01"), an_event("2018-06-01"), *many]
    tracks = [
        found,
        a_track(official=falling, events=early),
        a_track(official=[a_level(2, "2010-01-01"), a_level(3, "2019-12-25")]),
        *(replace(found, record=with_verdict(found.record, word)) for word in DECIDED),
        replace(found, record=with_verdict(found.record, "worse", over_no_change=OPEN)),
        *(
            a_track(settings=TrackSettings(severity=severity, horizons=(1, 6)))
            for severity in SEVERITIES
        ),
        *(a_track(last=day, official=levels) for levels in (raised, SOME_LEVELS[:1])),
        a_track(official=[a_level(2, "2016-01-01")]),
        a_track(official=OTHER_SCALE),
        a_track(subject="Norland", windows=()),
        a_track(subject="Sudland", proposals=[]),
        a_track(subject="Westland", proposals=[]),
        a_track(**UNCOUNTED),
        a_track(events=()),
    ]
    for each in tracks:
        tell(each, words)
    asked = {key for key in heard.asked if key.split(".")[0] in GROUPS}
    own = {key for key in ENGLISH.terms if key.split(".")[0] in GROUPS}
    spoken = {f"track_ideology.{each}" for each in IDEOLOGIES if each != "jihadist"}
    assert own - asked - spoken == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_words(language: str) -> None:
    terms = words_in(language).terms
    codes = {
        "track_caveat": CAVEATS,
        "track_class": CLASSES,
        "track_severity": SEVERITIES,
        "track_ideology": IDEOLOGIES,
        "track_why": ("never_overlap", "too_short", "levels_only", "events_only"),
        "track_reason": ("no_level_official", "no_level_proposal", "no_day", "too_recent"),
    }
    keys = {f"{group}.{code}" for group, named in codes.items() for code in named}
    assert keys <= terms.keys()
    groups = {key for key in terms if key.split(".")[0] in codes}
    assert groups == keys


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_the_page_are_those_of_every_language(language: str) -> None:
    terms = words_in(language).terms
    own = {key for key in terms if key.split(".")[0] in GROUPS}
    assert own == {key for key in ENGLISH.terms if key.split(".")[0] in GROUPS}
    for key in own:
        places = [set(re.findall(r"{(\w+)}", each[key])) for each in (terms, ENGLISH.terms)]
        assert places[0] == places[1], key
