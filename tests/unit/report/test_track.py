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
from tests.track_builder import SOME_LEVELS, a_brief, a_level

from peil.report.track_account import Told, tell_track
from peil.report.track_brief import CAVEATS
from peil.report.track_document import track_json
from peil.report.track_page import render_track_page
from peil.report.track_pdf import render_track_pdf
from peil.report.track_text import render_track_text
from peil.report.words import LANGUAGES, Words, words_in
from peil.review.track.bootstrap import ScoreDifference
from peil.review.track.record import TrackRecord
from peil.review.track.settings import SEVERITIES, TrackSettings
from peil.review.track.timeliness import CLASSES

ENGLISH = words_in("en")
DECIDED = {"better": (0.01, 0.02), "worse": (-0.02, -0.01)}
GROUPS = (
    "track", "track_severity", "track_class", "track_reason", "track_why", "track_ideology",
    "track_caveat",
)  # fmt: skip


def told(language: str = "en", **changes: object) -> Told:
    return tell_track(a_brief(**changes), words_in(language))


def with_verdict(record: TrackRecord, word: str) -> TrackRecord:
    """Give the official level of the subject a decided gain at every horizon."""
    low, high = DECIDED[word]
    gain = ScoreDifference(mean=low, low=low, high=high, blocks=9, word=word)
    own, *others = record.records
    official, *more = own.voices
    first, second = official.counted
    scored = tuple(replace(s, over_no_change=gain, over_climatology=gain) for s in first.scored)
    official = replace(official, counted=(replace(first, scored=scored), second))
    return replace(record, records=(replace(own, voices=(official, *more)), *others))


def test_few_attacks_are_undecided_on_the_first_line() -> None:
    assert told().headline.startswith("Undecided: 7 attacks in 10 years are too few")


@pytest.mark.parametrize(("word", "said"), [("better", "better than"), ("worse", "worse than")])
def test_a_decided_difference_is_the_headline(word: str, said: str) -> None:
    brief = a_brief()
    brief = replace(brief, record=with_verdict(brief.record, word))
    headline = tell_track(brief, ENGLISH).headline
    assert said in headline
    assert "Official level" in headline
    assert "Undecided" not in headline


def test_a_subject_without_a_score_says_why_on_the_first_line() -> None:
    for subject in ("Norland", "Sudland", "Erewhon"):
        assert "does not declare its list of attacks complete" in told(subject=subject).headline
    assert "holds no confirmed level" in told(subject="Sudland", proposals=[]).headline
    assert "outside the time" in told(subject="Westland", proposals=[]).headline


def test_official_levels_too_short_for_a_score_say_so_beside_scored_proposals() -> None:
    (own,) = [s for s in told(official=[a_level(2, "2016-01-01")]).countries if "Rur" in s.title]
    (line,) = [line for line in own.lines if "official level has no score" in line]
    assert "share 4 years only" in line
    assert "at least 5" in line
    only = told(official=[a_level(2, "2016-01-01")], proposals=[])
    assert only.headline.startswith("No level of Ruritania can be scored. The complete list")
    assert [s for s in only.beside if "Rur" in s.title]


def test_a_level_that_rose_but_not_above_the_middle_is_not_said_to_be_raised() -> None:
    levels = (a_level(1, "2010-01-01"), a_level(2, "2015-01-01"))
    notes = told(official=levels, events=[an_event("2015-06-01")]).notes
    (line,) = [note for note in notes if note.startswith("Official level: of")]
    assert "of 1 attacks, 0 found a raised level" in line
    assert "1 did not" in line


def test_the_page_explains_its_words_and_speaks_of_no_option() -> None:
    page, text = render_track_page(a_brief(), ENGLISH), render_track_text(a_brief(), ENGLISH)
    assert "--with" not in page
    assert "--with unverified" in text
    assert page.index("Standing: raised for longer") < page.index(">standing</th>")
    assert "1 is full agreement" in page
    assert "Where a line has a gap" in page
    whole = a_brief(proposals=[])
    assert "Where a line has a gap" not in render_track_page(whole, ENGLISH)


def test_what_is_not_counted_is_told_with_its_number_and_reason() -> None:
    events = [
        an_event("2016-03-22", killed=35),
        an_event("2015-03-01", status="failed"),
        an_event("2015-03-02", killed=0),
        an_event("2017-01-01", precision="year", published=date(2018, 6, 1)),
        an_event("2018-03-01"),
    ]
    lists = [a_window("2010-01-01", "2017-12-31", statuses=("completed",))]
    given: dict[str, Any] = {
        "events": events,
        "windows": lists,
        "settings": TrackSettings(severity="deadly"),
    }
    (own,) = [s for s in told(**given).countries if "Rur" in s.title]
    assert "Attacks outside it, shown and not counted: 1." in own.lines[0]
    for why in ("the list does not declare their status", "only their year is known", "severe"):
        assert [line for line in own.lines if why in line and line.endswith(": 1.")]
    (document, *_) = json.loads(track_json(a_brief(**given)))["countries"]
    assert [each["why"] for each in document["uncounted"]] == ["status", "mild", "late", "outside"]
    (plain,) = [s for s in told().countries if "Rur" in s.title]
    assert not [line for line in plain.lines if "that are not counted" in line]


def test_the_association_stands_above_the_rates() -> None:
    meaning = told().meaning
    assert meaning.lines[0].startswith("An association, neither the level's skill nor its effect")
    assert [table.key for table in meaning.tables] == ["rates", "ratios"]


def test_countries_are_scored_or_beside_with_a_reason() -> None:
    account = told()
    assert [section.title.split(":")[0] for section in account.countries] == [
        "Ruritania",
        "Estland",
    ]
    assert [section.title for section in account.beside] == ["Norland", "Sudland", "Westland"]
    assert all(section.lines[0].startswith("No score") for section in account.beside)


def test_both_baselines_stand_in_every_table_of_scores() -> None:
    tables = [t for s in told().countries for t in s.tables]
    scores = [t for t in tables if t.key in ("next-event", "beside", "next-review")]
    assert len(scores) == 5
    for table in scores:
        assert {"No change", "Usual rate"} <= set(table.head)


def test_plots_stand_out_and_in_side_by_side() -> None:
    (classes,) = [t for t in told().countries[0].tables if t.key == "classes"]
    assert classes.head[1:] == (
        "Official level, attacks",
        "Official level, with stopped plots",
        "Peil's proposals, attacks",
        "Peil's proposals, with stopped plots",
    )
    assert len(classes.rows) == len(CLASSES)


def test_every_event_is_listed_with_what_it_found() -> None:
    (events,) = [t for t in told().countries[0].tables if t.key == "events"]
    said = [[cell.text for cell in row] for row in events.rows]
    assert [x.replace("\xa0", " ") for x in said[3][:4]] == [
        "22 Mar 2016",
        "attack",
        "Strelsau",
        "35",
    ]
    assert "timely (level 3, raised 127 days before)" in said[3][4].replace("\xa0", " ")
    assert {row[4] for row in said if row[0] in ("2017", "June 2017")} == {"day not known"}
    assert all(len(row) == len(events.head) for row in said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_is_whole_and_every_chart_is_well_formed(language: str) -> None:
    account = told(language)
    for section in (account.meaning, *account.countries, *account.beside):
        tables = [*section.tables, *([section.chart.table] if section.chart else [])]
        for table in tables:
            assert table.rows
            assert {len(row) for row in table.rows} == {len(table.head)}
        for picture in (section.chart.svg, section.chart.narrow) if section.chart else ():
            assert picture.startswith("<svg")
            assert picture.endswith("</svg>")
            assert "nan" not in picture
        if section.chart:
            assert section.chart.desc
            assert section.chart.source


def test_marks_tell_severity_without_colour() -> None:
    chart = told().countries[0].chart
    assert chart is not None
    sizes = re.findall(r'polygon points="([-\d.]+),([-\d.]+) [^"]* ([-\d.]+),([-\d.]+)"', chart.svg)
    heights = {round(float(low) - float(top)) for _, low, _, top in sizes}
    assert heights == {9, 13}
    fills = set(re.findall(r'<polygon[^>]*fill="([^"]+)"', chart.svg))
    assert len(fills) >= 2
    assert chart.svg.count("<path") == 2


def test_a_new_scale_is_marked_and_explained() -> None:
    (norland,) = [s for s in told().beside if s.title == "Norland"]
    assert norland.chart is not None
    assert "new scale or scope" in norland.chart.source


def test_the_data_are_in_codes_and_hold_everything() -> None:
    document = json.loads(track_json(a_brief()))
    assert document["kind"] == "track_record"
    assert document["caveats"] == list(CAVEATS)
    own = document["countries"][0]
    assert [voice["whose"] for voice in own["records"]] == ["official", "proposal"]
    for voice in own["records"]:
        for each in voice["events"]:
            assert sum(each["timeliness"].values()) == len(each["found"])
            assert all(
                set(s["brier"]) == {"level", "no_change", "climatology"} for s in each["next_event"]
            )
    assert json.loads(track_json(a_brief())) == document


def test_the_text_begins_with_the_answer_and_is_as_wide_as_told() -> None:
    text = render_track_text(a_brief(), ENGLISH, width=90)
    assert text.index("Undecided") < text.index("DO LEVELS MEAN ANYTHING?")
    assert max(map(len, text.splitlines())) <= 90


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_and_the_pdf_say_the_same_headline(language: str) -> None:
    brief, words = a_brief(), words_in(language)
    headline = tell_track(brief, words).headline
    page = render_track_page(brief, words)
    assert headline in page.replace("&#39;", "'").replace("&amp;", "&")
    content = render_track_pdf(brief, words)
    reader = PdfReader(BytesIO(content))
    assert reader.trailer["/Root"]["/Lang"] == language
    assert reader.metadata is not None
    assert reader.metadata.subject is None or headline[:20] in str(reader.metadata.subject)
    assert content == render_track_pdf(brief, words)


def test_hostile_texts_stay_texts() -> None:
    page = render_track_page(a_brief(), ENGLISH)
    assert "Zenda &lt;b&gt;bold&lt;/b&gt;" in page
    assert "<b>bold" not in page


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
    brief = a_brief()
    day = date(2016, 8, 20)
    raised = (*SOME_LEVELS, a_level(4, "2019-12-20"))
    falling = [a_level(2, "2012-06-01"), a_level(3, "2014-06-01"), a_level(4, "2019-12-30")]
    many = [an_event(f"2013-0{month}-01", published=date(2013, 9, 9)) for month in range(1, 9)]
    early = [an_event("2012-03-01"), an_event("2018-06-01"), *many]
    briefs = [
        brief,
        a_brief(official=falling, events=early),
        a_brief(official=[a_level(2, "2010-01-01"), a_level(3, "2019-12-25")]),
        *(replace(brief, record=with_verdict(brief.record, word)) for word in DECIDED),
        *(
            a_brief(settings=TrackSettings(severity=severity, horizons=(1, 6)))
            for severity in SEVERITIES
        ),
        *(a_brief(last=day, official=levels) for levels in (raised, SOME_LEVELS[:1])),
        a_brief(official=[a_level(2, "2016-01-01")]),
        a_brief(subject="Norland", windows=()),
        a_brief(subject="Sudland", proposals=[]),
        a_brief(subject="Westland", proposals=[]),
    ]
    for each in briefs:
        render_track_page(each, words)
        render_track_pdf(each, words)
        render_track_text(each, words)
    asked = {key for key in heard.asked if key.split(".")[0] in GROUPS}
    own = {key for key in ENGLISH.terms if key.split(".")[0] in GROUPS}
    spoken = {"track_ideology.right_wing", "track_ideology.left_wing", "track_ideology.other"}
    assert own - asked - spoken == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_words(language: str) -> None:
    terms = words_in(language).terms
    codes = {
        "track_caveat": CAVEATS,
        "track_class": CLASSES,
        "track_severity": SEVERITIES,
        "track_ideology": ("jihadist", "right_wing", "left_wing", "other"),
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
