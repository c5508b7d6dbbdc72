"""Tell what services hold likely together, who differs, and how well each judged before."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from peil.decide.judgement import ROUNDS
from peil.decide.judgement_account import QuestionAccount, RoundAccount, VoiceDissent
from peil.report.model import Block, Cell, Point, Points, Rank, Report, Row, Section, Table, Text
from peil.report.tell.parts import bullets, picked, report, row, share, table
from peil.report.words import Words
from peil.review.judged import MODEL, Judged, JudgedRound
from peil.review.service_scores import TOGETHER, ServiceScore
from peil.terms.estimative import estimative_words

CAVEATS = ("few", "authority", "discussion", "shared")


def document(judged: Judged) -> Mapping[str, Any]:
    """Write down what was judged as data, in codes of no language."""
    names = ("title", "country", "as_of", "model_weight", "questions", "rounds")
    return {"kind": "judgement", **picked(judged, *names), "caveats": CAVEATS}


def tell(judged: Judged, words: Words) -> Report:
    """Say what was judged in one language: the question of the latest day first."""
    return report(
        "judgement",
        words,
        title=words("judge.title"),
        kicker=f"{words.told(judged.title)} · {words('judge.title')}",
        day=judged.as_of,
        headline=_headline(_latest_first(judged)[0], judged, words),
        blocks=_blocks(judged, words),
    )


def _latest_first(judged: Judged) -> list[QuestionAccount]:
    return sorted(judged.questions, key=lambda each: each.question.as_of, reverse=True)


def _blocks(judged: Judged, words: Words) -> Iterator[Block]:
    questions = _latest_first(judged)
    yield Text(key="notes", lines=tuple(_notes(questions[0], judged, words)), rank=Rank.ANSWER)
    for number, account in enumerate(questions):
        yield _question(account, judged, number, words)
    for scored in judged.rounds:
        if scored.scores.own:
            yield _scores(scored, words)
    caveats = (words.code("judge_caveat", code) for code in CAVEATS)
    yield from bullets("limits", words("judge.limits"), caveats)


def _headline(account: QuestionAccount, judged: Judged, words: Words) -> str:
    """Say to which level the voices lead in the last round in which anybody was heard."""
    day = words.day(account.question.as_of)
    levels = [each.level for each in account.rounds[-1:] if each.level is not None]
    if not levels:
        return words("judge.untold", day=day)
    return words("judge.leads", day=day, level=words.level(judged.scale, levels[0]))


def _notes(account: QuestionAccount, judged: Judged, words: Words) -> Iterator[str]:
    for last in account.rounds[-1:]:
        if last.pool is not None:
            listed = _names((each.name for each in last.dissent), words)
            count = len(last.dissent)
            yield words("judge.differ", n=count, list=listed) if count else words("judge.agree")
    yield words("judge.meant")
    yield words("judge.model", weight=words.number(judged.model_weight, 2))
    if not any(each.scores.own for each in judged.rounds):
        yield words("judge.unscored")


def _name(name: str, words: Words) -> str:
    """Name a voice: a service as it is called, the model, or all together."""
    known = {MODEL: "judge.of_model", TOGETHER: "judge.together"}
    return words(known[name]) if name in known else name


def _names(names: Iterable[str], words: Words) -> str:
    return words.joined([_name(name, words) for name in names])


def _question(account: QuestionAccount, judged: Judged, number: int, words: Words) -> Section:
    """Tell a question, its last round first; the table of the newest question comes soonest."""
    question = account.question
    blocks: list[Block] = [*bullets(f"facts-{number}", "", _facts(account, judged, words))]
    for i, each in enumerate(reversed(account.rounds)):
        rank = Rank.REST if number or i else Rank.FIRST_PAGE
        blocks += _of_round(each, judged, f"{number}-{each.round}", rank, words)
    if account.movements:
        blocks.append(_moved(account, judged, number, words))
    title = words.labelled(question.id, words.day(question.as_of))
    return Section(key=f"question-{number}", title=title, blocks=tuple(blocks))


def _facts(account: QuestionAccount, judged: Judged, words: Words) -> Iterator[str]:
    question = account.question
    for number, names in question.unfinished.items():
        if names:
            said = words.code("judge_round", number)
            yield words("judge.unfinished", round=said, list=_names(names, words))
    if question.resolution is not None and question.resolved is not None:
        level = words.level(judged.scale, question.resolution)
        yield words("judge.resolved", level=level, day=words.day(question.resolved))


def _of_round(
    account: RoundAccount, judged: Judged, key: str, rank: Rank, words: Words
) -> Iterator[Block]:
    """List what each voice holds likely, after what all hold together; then who differs."""
    shares = {} if account.pool is None else dict(account.pool.weights)
    levels = (words.short_level(judged.scale, k) for k in account.voices[0].thresholds)
    reached = (words("judge.or_more", level=level) for level in levels)
    rows = (
        row(
            _name(each.name, words),
            *(share(value, words) for value in each.best),
            share(shares.get(each.name, 0.0), words),
            words=words,
        )
        for each in account.voices
    )
    yield table(
        f"voices-{key}",
        words.code("judge_round", account.round),
        (words("judge.voice"), *reached, words("judge.weight")),
        [*_pooled(account, words), *rows],
        note=" ".join(_asides(account, words)),
        rank=rank,
        is_cards=True,
    )
    if account.dissent:
        items = tuple(_dissent(each, judged, words) for each in account.dissent)
        yield Points(key=f"dissent-{key}", title=words("judge.dissent"), items=items, rank=rank)


def _pooled(account: RoundAccount, words: Words) -> Iterator[Row]:
    """Give what the voices hold likely together, each with its word and the mean interval."""
    pool = account.pool
    if pool is None:
        return
    named = {each.id: words.name(each.names) for each in estimative_words()}
    lines = [[named[word]] if word else [] for word in account.words]
    for each, *ends in zip(lines, pool.low, pool.high, strict=False):
        low, high = (words.percent(end) for end in ends)
        each.append(words("compare.range", low=low, high=high))
    cells = (
        Cell(text=words.percent(best), value=best, lines=tuple(each))
        for best, each in zip(pool.best, lines, strict=True)
    )
    yield row(words("judge.together"), *cells, share(1.0, words), words=words)


def _asides(account: RoundAccount, words: Words) -> Iterator[str]:
    """Say what was mended or left aside in a round."""
    if account.out_of_order:
        yield words("judge.out_of_order", list=_names(account.out_of_order, words))
    if account.pool is None:
        yield words("judge.no_pool")
        return
    if account.pool.clipped:
        yield words("judge.clipped", list=_names(account.pool.clipped, words))
    if account.pool.repairs:
        yield words("judge.repaired")
    if account.pool.extremising.is_fitted:
        factor = words.number(account.pool.extremising.factor, 2)
        yield words("judge.extremised", factor=factor)


def _dissent(dissent: VoiceDissent, judged: Judged, words: Words) -> Point:
    key = "judge.likelier" if dissent.logit_difference > 0 else "judge.unlikelier"
    level = words.short_level(judged.scale, dissent.threshold)
    says = words(key, level=level, own=words.level(judged.scale, dissent.level))
    name = _name(dissent.name, words)
    return Point(what=name, says=says, detail=dissent.reason, mark="contradicted")


def _moved(account: QuestionAccount, judged: Judged, number: int, words: Words) -> Table:
    """Say how each service moved between the rounds."""
    heads = (words("judge.voice"), *(words.code("judge_round", each) for each in ROUNDS))
    levels = ((each.service, (each.level_before, each.level_after)) for each in account.movements)
    rows = (
        row(service, *(words.short_level(judged.scale, k) for k in both), words=words)
        for service, both in levels
    )
    return table(f"moved-{number}", words("judge.moved"), heads, rows)


def _scores(scored: JudgedRound, words: Words) -> Section:
    """Give the scores of one round: over common questions, and over each one's own."""
    number, scores, offered = scored.round, scored.scores, scored.offered
    alike = words("judge.alike", n=len(scores.common))
    named = {alike: scores.alike, words("judge.own"): scores.own}
    if {*scores.alike} == {*scores.own}:
        named = {alike: scores.alike}
    tables = [
        _score_table(f"scores-{number}-{i}", *each, words) for i, each in enumerate(named.items())
    ]
    if scored.recalibrations:
        tables.append(_curves(scored, words))
    line = words("judge.not_offered")
    if offered.is_fitted:
        factor = words.number(offered.factor, 2)
        line = words("judge.offered", factor=factor, n=offered.questions)
    return Section(
        key=f"scores-{number}",
        title=words("judge.scores", round=words.code("judge_round", number)),
        note=words("judge.scores_note"),
        blocks=(*(t for t in tables if t.rows), Text(key=f"offered-{number}", lines=(line,))),
    )


def _heads(words: Words, *keys: str) -> tuple[str, ...]:
    return tuple(words(f"judge.{key}") for key in keys)


def _fixed(words: Words, *values: float) -> Iterator[Cell]:
    return (Cell(text=words.fixed(value, 3), value=value) for value in values)


def _score_table(key: str, title: str, scores: Iterable[ServiceScore], words: Words) -> Table:
    heads = _heads(
        words, "voice", "questions", "rps", "brier", "reliability", "resolution", "uncertainty"
    )
    rows = []
    for each in scores:
        parts = each.parts.reliability, each.parts.resolution, each.parts.uncertainty
        cells = _fixed(words, each.rps, each.brier, *parts)
        rows.append(row(_name(each.name, words), each.questions, *cells, words=words))
    return table(key, title, heads, rows, is_cards=True)


def _curves(scored: JudgedRound, words: Words) -> Table:
    """Say of each service whether reading its probabilities by a curve would have helped."""
    heads = _heads(words, "voice", "curve", "questions", "as_said", "recalibrated", "verdict")
    rows = (
        row(
            each.name,
            words.code("judge_curve", each.curve.kind),
            each.questions,
            *_fixed(words, each.brier_as_said, each.brier_recalibrated),
            words("judge.helps" if each.would_have_helped else "judge.helps_not"),
            words=words,
        )
        for each in scored.recalibrations
    )
    title, note = words("judge.recalibration"), words("judge.recalibration_note")
    return table(f"curves-{scored.round}", title, heads, rows, note=note, is_cards=True)
