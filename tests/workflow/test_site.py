"""`peil site` from a folder of files to a folder of pages: whole or not at all, and the same bytes always."""

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

import pytest
from tests.page_links import read
from tests.unit.feeds.builders import (
    Files,
    a_dossier,
    add_row,
    both,
    cell,
    put_rows,
    rows_of,
    written,
)
from typer.testing import CliRunner

from peil.cli.main import app
from peil.report.words import LANGUAGES, words_in
from peil.terms.errors import BadInput

DAY = "2018-12-31"
ATOM = "{http://www.w3.org/2005/Atom}"
OUTSIDE = ("http:", "https:")


def peil(*arguments: object) -> str:
    found = CliRunner().invoke(app, ["site", *map(str, arguments)])
    if found.exception is not None and not isinstance(found.exception, SystemExit):
        raise found.exception
    return found.output


def contents(folder: Path) -> dict[str, bytes]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.fixture(scope="module")
def norland(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files = a_dossier()
    both(
        cell("arrangements", 5, "coupling", "structural"),
        cell("arrangements", 5, "coupling_reason", "It answers."),
        cell("arrangements", 5, "coupling_by", "overseer"),
        cell("events", 5, "opinions", ""),
    )(files)
    return written(files, tmp_path_factory.mktemp("dossier") / "norland")


@pytest.fixture(scope="module")
def site(norland: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("site") / "public"
    told = peil(norland, place, "--as-of", DAY)
    assert str(place / "index.html") in told.replace("\n", "")
    return place


def pages(site: Path) -> Iterator[Path]:
    found = sorted(site.rglob("*.html"))
    assert len(found) > 50
    yield from found


def test_every_link_of_every_page_leads_somewhere_without_a_net(site: Path) -> None:
    known = {path: set(read(path).ids) for path in pages(site)}
    broken = []
    for path in known:
        for link in read(path).links:
            parts = urlsplit(link)
            if link == "data:," or f"{parts.scheme}:" in OUTSIDE:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            is_there = target.is_file() and target.is_relative_to(site.resolve())
            has_name = not parts.fragment or unquote(parts.fragment) in known.get(target, ())
            if parts.scheme or not (is_there and has_name):
                broken.append(f"{path.relative_to(site)}: {link}")
    assert broken == []


def test_no_page_loads_or_runs_anything(site: Path) -> None:
    for path in pages(site):
        page = read(path)
        assert page.loaded == []
        assert not page.tags & {"script", "iframe", "object", "embed", "img", "form", "base"}
        text = path.read_text(encoding="utf-8")
        assert "@import" not in text
        assert "url(" not in text
        assert page.handlers == []
        assert "default-src 'none'" in text


def test_every_page_stands_in_every_language_and_keeps_its_place(site: Path) -> None:
    names = {path.name for path in (site / "en").glob("*.html")}
    assert {"index.html", "assessment.html", "watch.html", "track.html", "sources.html"} <= names
    for language in LANGUAGES:
        assert {path.name for path in (site / language).glob("*.html")} == names
        for name in names:
            text = (site / language / name).read_text(encoding="utf-8")
            assert f'<html lang="{language}">' in text
            assert all(f'href="../{other}/{name}"' in text for other in LANGUAGES)
            body = text.partition("<body>")[2]
            assert not re.search(r">\s*nan\s*<|\{\w+\}", body)
            assert not re.search(r">\s*None\s*<", body) or name == "practices.html"


def test_no_name_stands_twice_on_a_page(site: Path) -> None:
    for path in pages(site):
        ids = read(path).ids
        assert len(ids) == len(set(ids)), path


def test_the_same_dossier_and_day_give_the_same_bytes(
    site: Path, norland: Path, tmp_path: Path
) -> None:
    peil(norland, tmp_path / "again", "--as-of", DAY)
    assert contents(tmp_path / "again") == contents(site)


def test_what_is_published_later_changes_nothing(norland: Path, tmp_path: Path) -> None:
    later: Files = {path.name: path.read_text(encoding="utf-8") for path in norland.iterdir()}
    both(
        add_row("events", "cells,ended,2019-01-01,Gone.,,,,,,,2019-01-02,Later,"),
        add_row("statuses", "share,overseer,done,2019-01-01,Seen.,,,,2019-02-01,Later audit,"),
        add_row("funding", "grant,cells,paid,2018,5,EUR,,,2019-02-01,Later,"),
    )(later)
    languages = ("--as-of", DAY, "--languages", "en")
    peil(norland, tmp_path / "before", *languages)
    peil(written(later, tmp_path / "dossier"), tmp_path / "after", *languages)
    assert contents(tmp_path / "after") == contents(tmp_path / "before")


def test_an_ending_without_a_decision_is_loud_on_the_first_page(site: Path) -> None:
    text = (site / "en" / "index.html").read_text(encoding="utf-8")
    loud = text.index(words_in("en")("policy.unreasoned", n=1, names="Desk"))
    assert loud < text.index("What is at stake when the level falls")
    assert "12 municipalities in the country had no cell." in text
    assert "Its evaluation of 1 March 2017 shows no effect." in text.replace("\xa0", " ")
    assert (
        "The dossier does not say in what shares 1 of the 2 arrangements prevent and repress."
        in text
    )


FIRST_PAGE = ("at_stake", "open", "should_end", "untold")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_page_answers_in_the_order_of_the_questions(site: Path, language: str) -> None:
    words = words_in(language)
    text = (site / language / "index.html").read_text(encoding="utf-8")
    lead = text[text.index("<h1>") : text.index('<div class="row cards"')]
    assert "<svg" in lead
    assert words("chart.fit") in lead
    places = [text.index(f"{words(f'site.{name}')}</h2>") for name in FIRST_PAGE]
    assert places == sorted(places)
    assert words("policy.not_a_reason") in text[places[0] : places[1]]


def test_the_first_page_qualifies_who_may_come_back_as_the_page_on_returns_does(
    site: Path,
) -> None:
    """The age line in the dossier's own words stands below the headline on both pages."""
    for name in ("index", "return-policy"):
        text = (site / "en" / f"{name}.html").read_text(encoding="utf-8").replace("\xa0", " ")
        headline = text.index("children under 10 may come back, since December 2017")
        assert re.search(r">Under ten\b", text[headline : headline + 400]), name


def test_the_first_page_says_whose_it_is_and_is_red_for_what_is_wrong_today(site: Path) -> None:
    text = (site / "en" / "index.html").read_text(encoding="utf-8")
    risk = text[
        text.index("What is open, and who") : text.index("What should end or be mended</h2>")
    ]
    assert risk.index('<li class="contradicted">') < risk.index("had no cell")
    assert ">Police<" in risk
    stake = text[text.index("What is at stake") : text.index("What is open, and who")]
    assert "contradicted" not in stake


def test_where_no_row_shows_wear_the_first_page_names_what_was_said_and_whose_it_is(
    tmp_path: Path,
) -> None:
    files = a_dossier()
    cell("events", 2, "kind", "said")(files)
    cell("events", 2, "text", "It is short of staff.")(files)
    for column, value in (("kind", "act"), ("text", "Law."), ("value", "")):
        cell("events", 3, column, value)(files)
    cell("arrangements", 4, "mandate_until", "")(files)
    put_rows(files, "funding", rows_of(files, "funding")[:1])
    peil(
        written(files, tmp_path / "norland"),
        tmp_path / "site",
        "--as-of",
        DAY,
        "--languages",
        "en",
    )
    text = (tmp_path / "site/en/index.html").read_text(encoding="utf-8")
    open_ = text[text.index("What is open, and who") : text.index("What should end or be mended")]
    assert "no dated row of money, posts, meetings or reviews shows a sign of wear" in open_
    assert ">Cells</a> (Police)." in open_
    assert "Guards" not in open_


def test_a_recommendation_without_a_deadline_is_counted_apart_from_those_in_time(
    norland: Path, tmp_path: Path
) -> None:
    peil(norland, tmp_path / "site", "--as-of", DAY, "--languages", "en")
    text = (tmp_path / "site" / "en" / "overdue.html").read_text(encoding="utf-8")
    assert "no public deadline with a date was found, so nobody can say whether it is late." in text
    assert "cannot be overdue" not in text
    rows = csv.DictReader(
        io.StringIO((tmp_path / "site" / "data/policy-recommendations.csv").read_text("utf-8"))
    )
    assert {row["overdue"] for row in rows if not row["deadline"]} == {"cannot_tell"}


def test_of_an_ending_whose_coupling_nobody_set_no_decision_is_said_to_be_known(
    tmp_path: Path,
) -> None:
    peil(written(a_dossier(), tmp_path / "norland"), tmp_path / "site", "--languages", "en")
    rows = csv.DictReader(
        io.StringIO((tmp_path / "site/data/policy-policy.csv").read_text("utf-8"))
    )
    assert [row["reasoned"] for row in rows if row["ended"]] == ["cannot_tell"]


def test_what_became_known_names_bodies_and_figures_and_repeats_nothing(site: Path) -> None:
    rows = list(csv.DictReader(io.StringIO((site / "en/data/changes.csv").read_text("utf-8"))))
    what = " ".join(row["what"] for row in rows)
    assert "Addressed to Ministry" in what
    assert "its owner claims “blocked”" in what
    # One day stands in for its month, so that the figures of 1 April 2016 stand apart.
    told = {row["what"].replace("\xa0", " ") for row in rows if row["day"] == "2016-04-01"}
    of = "Figures of the country:"
    assert {f"{of} Listed 1 Mar 2016: 12.", f"{of} Departed 1 Mar 2016: about 400."} <= told


def entries(path: Path) -> dict[str, str]:
    feed = ET.fromstring(path.read_bytes())  # noqa: S314 - our own feed
    assert feed.tag == f"{ATOM}feed"
    for tag in ("id", "title", "updated", "author"):
        assert feed.find(f"{ATOM}{tag}") is not None
    return {
        str(entry.findtext(f"{ATOM}id")): str(entry.findtext(f"{ATOM}updated"))
        for entry in feed.findall(f"{ATOM}entry")
    }


def test_the_feed_has_the_same_ids_in_every_language_and_on_later_days(
    site: Path, norland: Path, tmp_path: Path
) -> None:
    found = entries(site / "en" / "changes.atom")
    assert len(found) > 10
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", id_) for id_ in found)
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", day) for day in found.values())
    assert max(found.values()) <= f"{DAY}T00:00:00Z"
    for language in LANGUAGES:
        assert entries(site / language / "changes.atom") == found
    peil(norland, tmp_path / "earlier", "--as-of", "2018-03-01", "--languages", "en")
    earlier = entries(tmp_path / "earlier" / "en" / "changes.atom")
    assert 0 < len(earlier) < len(found)
    assert earlier.items() <= found.items()


def test_every_page_has_its_report_and_its_result_as_data(site: Path) -> None:
    for language in LANGUAGES:
        for path in (site / language).glob("*.html"):
            told = json.loads((site / language / "data" / f"{path.stem}.json").read_text("utf-8"))
            assert (told["kind"], told["language"]) == (path.stem, language)
    names = {path.name for path in (site / "data").iterdir()}
    assert {"assessment.json", "watch.json", "watch.csv", "track.json", "sources.csv"} <= names
    assert {"policy-policy.json", "policy-policy.csv", "policy-chain.csv"} <= names
    page = (site / "en" / "downloads.html").read_text("utf-8")
    assert all(f'<a href="../data/{name}">{name}</a>' in page for name in names)


def test_what_the_dossier_does_not_hold_is_left_out_and_said(site: Path) -> None:
    text = (site / "fr" / "index.html").read_text("utf-8")
    said = text[text.index(words_in("fr")("site.not_here")) :]
    assert not (site / "fr" / "reassessment.html").exists()
    assert words_in("fr").code("site_report", "reassessment") in said
    assert '<span lang="en">' in said


def test_every_figure_of_the_dossier_stands_among_the_sources(site: Path) -> None:
    rows = list(csv.DictReader(io.StringIO((site / "data/sources.csv").read_text("utf-8"))))
    assert all(row["source"] for row in rows)
    assert all(row["published"] <= DAY for row in rows)
    assert {"226.0", "1000000.0", "900000.0"} <= {row["value"] for row in rows}
    assert not {"273.0", "250.5"} & {row["value"] for row in rows}
    page = (site / "en" / "sources.html").read_text(encoding="utf-8")
    assert "Report 2016, page 3" in page
    assert "Minutes" in page


def test_every_chart_has_its_data_beside_it(site: Path) -> None:
    charted = [path for path in pages(site) if path.read_text("utf-8").count("<figure")]
    assert len(charted) >= 16
    for path in charted:
        text = path.read_text(encoding="utf-8")
        assert text.count("<figure") == len(re.findall(r'aria-label="CSV – ', text))


def test_without_a_day_the_latest_fact_gives_it(norland: Path, tmp_path: Path) -> None:
    peil(norland, tmp_path / "site", "--languages", "fr")
    text = (tmp_path / "site" / "fr" / "index.html").read_text(encoding="utf-8")
    assert "31 mars 2021" in text.replace("\xa0", " ")
    assert not (tmp_path / "site" / "en").exists()


@pytest.mark.parametrize("languages", ["xx", "en,en", "", "en;fr"])
def test_other_languages_are_refused_in_a_sentence(
    norland: Path, tmp_path: Path, languages: str
) -> None:
    with pytest.raises(BadInput, match="--languages"):
        peil(norland, tmp_path / "site", "--languages", languages)
    assert list(tmp_path.iterdir()) == []


def test_levels_of_other_countries_stand_on_their_own_scale_with_their_days(
    norland: Path, tmp_path: Path
) -> None:
    files: Files = {
        path.name: path.read_text("utf-8") for path in norland.iterdir() if path.is_file()
    }
    for line in (
        "Westland,2016-05-01,2016-05-01,month,3,1,5,raised,national,News 20,read,",
        "Westland,2019-05-01,2019-05-01,day,4,1,5,high,national,News 21,read,",
    ):
        add_row("official_levels", line)(files)
    said = "Westland,2018-02-01,2018-02-01,day,3,1,5,raised,national,News 22,read,"
    add_row("official_levels_confirmed", said)(files)
    peil(written(files, tmp_path / "west"), tmp_path / "s", "--as-of", DAY, "--languages", "en")
    page = (tmp_path / "s" / "en" / "index.html").read_text("utf-8")
    start = page.index("Official levels of other countries")
    told = re.sub(r"<[^>]+>|\s|\xa0", " ", page[start : page.index("</table>", start)])
    told = " ".join(told.split())
    assert "No confirmed level was found for Sudland." in told
    assert "Westland raised 3 on a scale from 1 to 5 May 2016 1 Feb 2018 News 20; News 22" in told
