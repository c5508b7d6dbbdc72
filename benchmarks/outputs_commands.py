"""The commands whose outputs are compared: each in every form and language that its help names."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

DAYS = ("2016-03-31", "2018-01-22", "2025-06-30")
LANGUAGES = ("en", "fr", "nl", "de")
METHODS = ("farrington_flexible", "farrington", "ears", "bayes", "rki", "cusum", "glr")
SOURCES = {
    "acled": (),
    "events_csv": (),
    "gdelt": (),
    "gtd": ("--published", "2021-05-01"),
    "ucdp": ("--published", "2024-06-15"),
}

ON_A_DAY = {
    "assess": "assess belgium --as-of {day}",
    "assess-without": "assess belgium --as-of {day} --without effort_dependent",
    "assess-with": "assess belgium --as-of {day} --with unverified",
    "watch": "watch belgium --as-of {day}",
    "compare-departed": "compare belgium --indicator ftf_departed_cumulative --as-of {day}",
    "compare-returned": "compare belgium --indicator ftf_returned_cumulative --as-of {day}",
    "compare-without-rate": "compare belgium --indicator ftf_departed_per_million --as-of {day}",
    "practices": "practices belgium --as-of {day}",
    "practices-with": "practices belgium --as-of {day} --with unverified",
    "reassess": "reassess belgium --as-of {day}",
    "replay": "replay belgium --from 2015-01-01 --to {day}",
    "track": "track belgium --to {day}",
    "track-deadly": "track belgium --to {day} --severity deadly --horizon 12 --with unverified",
    "policy-status": "policy status belgium --as-of {day}",
    "policy-diff": "policy diff belgium --from 2015-06-30 --to {day}",
    "policy-lowering-4-3": "policy lowering belgium --from 4 --to 3 --on {day}",
    "policy-lowering-3-2": "policy lowering belgium --from 3 --to 2 --on {day}",
}

ON_TABLES = {
    "assess-not-a-day": "assess belgium --as-of 2018-02-30",
    "check": "check belgium",
    "check-unsound": "check unsound",
    "policy-questions": "policy lowering belgium --from 3 --to 2 --on 2018-01-22 --questions out/tables/questions.csv",
    "policy-answered": "policy lowering belgium --from 3 --to 2 --on 2018-01-22 --answers answers.csv",
    "watch-weekly": "watch --counts guide/weekly.csv",
    "watch-weekly-as-of": "watch --counts guide/weekly.csv --as-of 2020-06-30 --last 20",
    "watch-monthly": "watch --counts thefts.csv --count-column burglaries",
    "watch-regions": "watch --counts guide/regions.csv",
    "watch-many": "watch-many guide/regions.csv out/tables/many --csv",
    "evaluate-power": "evaluate power --before 20",
    "evaluate-power-after": "evaluate power --before 40 --after 12 --ratio 0.6 --length-before 2",
    "evaluate-series": "evaluate series thefts.csv --from 2012-01-01",
    "evaluate-series-control": "evaluate series thefts.csv --from 2012-01-01 --control robberies "
    "--displacement burglaries --harmonics 1 --slope",
    "evaluate-control": "evaluate control guide/panel.csv --unit North --from 2016",
    "evaluate-control-few": "evaluate control few.csv --unit North --from 2016 --ratio 0.75",
    "evaluate-did": "evaluate did guide/panel.csv --unit North --from 2016",
    "evaluate-events": "evaluate events places.csv",
    "evaluate-events-below": "evaluate events places.csv --below-country",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One command with its words, and the file that keeps what it prints."""

    name: str
    words: tuple[str, ...]
    kept: str


def all_runs(help_of: Callable[[tuple[str, ...]], str]) -> Iterator[Run]:
    """Give every command in every form and language that its help names."""
    yield Run(name="help", words=("--help",), kept="tables/help.txt")
    yield Run(name="new", words=("new", "Norland", "out/tables/new"), kept="tables/new.txt")
    for source, more in SOURCES.items():
        for form, end in (("json", "json"), ("text", "txt")):
            place = f"out/import/{source}-{form}"
            words = ("import", source, f"{source}.csv", place, *more, "--format", form)
            yield Run(name="import", words=words, kept=f"import/{source}.{end}")
    for method in METHODS:
        words = ("watch", "--counts", "guide/weekly.csv", "--method", method, "--format", "json")
        yield Run(name=f"watch-{method}", words=words, kept=f"tables/watch-{method}.json")
    for name, line in ON_TABLES.items():
        yield from _in_each_form(name, line.split(), "tables", help_of)
    for day in DAYS:
        words = ("site", "belgium", f"out/{day}/site", "--as-of", day)
        yield Run(name="site", words=words, kept=f"{day}/site.txt")
        for name, line in ON_A_DAY.items():
            yield from _in_each_form(name, line.format(day=day).split(), day, help_of)


def _in_each_form(
    name: str, words: list[str], under: str, help_of: Callable[[tuple[str, ...]], str]
) -> Iterator[Run]:
    known = help_of(tuple(word for word in words[:2] if re.fullmatch(r"[a-z][a-z-]+", word)))
    told = re.search(r"--format <str>\s+([^.]*)", known)
    for form in re.findall(r"json|csv", told[1] if told else ""):
        again = [word.replace("out/tables/", f"out/tables/{form}-") for word in words]
        yield Run(name=name, words=(*again, "--format", form), kept=f"{under}/{name}.{form}")
    if "--all " in known:
        words = [*words, "--all"]
    for language in LANGUAGES if "--language" in known else LANGUAGES[:1]:
        more = ["--language", language] if "--language" in known else []
        for form in ("html", "pdf", "xlsx"):
            # Paper is slow, and its words are those of the page.
            if f"--{form}" in known and (form == "html" or language == "en"):
                more += [f"--{form}", f"out/{under}/{name}.{language}.{form}"]
        again = [word.replace("out/tables/", f"out/tables/{language}-") for word in words]
        yield Run(name=name, words=(*again, *more), kept=f"{under}/{name}.{language}.txt")
