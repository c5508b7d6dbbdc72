"""Tell a track record: did levels foresee attacks, and do they mean anything? The answer first."""

from collections.abc import Iterator
from dataclasses import replace

from peil.report.model import Block, Rank, Report, Section, Text
from peil.report.tell.parts import bullets, report
from peil.report.tell.track import said as say
from peil.report.tell.track.charts import rates_figure, timeline
from peil.report.tell.track.document import document as document
from peil.report.tell.track.tables import country_tables, listed_table, rates_table, ratios_table
from peil.report.words import Words
from peil.review.track.record import EVENTS_ONLY, SCORED, CountryRecord, DossierTrack


def tell(found: DossierTrack, words: Words) -> Report:
    """Say a track record in one language."""
    first, last = (words.day(day) for day in (found.record.first, found.record.last))
    return report(
        "track",
        words,
        title=words("track.title"),
        kicker=f"{words.told(found.title)} · {words('track.title')}",
        as_known=words("track.between", first=first, last=last),
        day=found.record.last,
        headline=say.headline(found, words),
        blocks=_blocks(found, words),
    )


def _blocks(found: DossierTrack, words: Words) -> Iterator[Block]:
    yield Text(key="notes", lines=tuple(say.notes(found, words)), rank=Rank.ANSWER)
    told: dict[bool, list[Section]] = {True: [], False: []}
    for number, record in enumerate(found.record.records):
        told[record.treatment == SCORED].append(_country(record, found, number, words))
    others = (replace(each, folds=True) for each in told[True][1:])
    yield from (*told[True][:1], _meaning(found, words), *others)
    if told[False]:
        title, shown = words("track.beside"), tuple(told[False])
        yield Section(key="beside", title=title, blocks=shown, folds=True)
    yield from bullets("how", words("track.how"), say.how_lines(found, words))
    yield Text(key="use", lines=(words("decided.never_input"),), tone="note")


def _country(record: CountryRecord, found: DossierTrack, number: int, words: Words) -> Section:
    """Tell what the levels of a country were worth, or show them beside events and say why."""
    title = words.country(record.country)
    lines = tuple(say.country_lines(record, found, words))
    blocks: list[Block] = [Text(key=f"counted-{number}", lines=lines)]
    if record.treatment != EVENTS_ONLY:
        blocks.append(timeline(record, found, number, words))
    if record.treatment == SCORED:
        title = words("track.country", country=title)
        tables = country_tables(record, found.record.settings, number, words)
        blocks += [replace(each, folds=True) for each in tables]
    elif (listed := listed_table(record, number, words)).rows:
        blocks.append(listed)
    return Section(key=f"country-{number}", title=title, blocks=tuple(blocks))


def _meaning(found: DossierTrack, words: Words) -> Section:
    rated = [
        (
            f"{words.country(record.country)} · {say.course_text(course, each.who, of_all, words)}",
            rates,
        )
        for record in found.record.scored
        for each in record.voices
        for of_all in [[course for course, _ in each.rates]]
        for course, rates in each.rates
    ]
    tables = [each for each in (rates_table(rated, words), ratios_table(rated, words)) if each.rows]
    lines = (words("track.association"), words("track.meaning_how"))
    return Section(
        key="meaning",
        folds=True,
        title=words("track.meaning"),
        blocks=(
            Text(key="association", lines=lines),
            *(rates_figure(rated, each, words) for each in tables[:1]),
            *tables,
        ),
    )
