"""Tell what services hold likely together, who differs, and how well each judged before."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from peil.decide.judgement import ROUNDS
from peil.decide.judgement_account import QuestionAccount, RoundAccount, VoiceDissent
from peil.report.model import Block, Cell, Point, Points, Rank, Report, Section, Table, Text
from peil.report.tell.parts import Cells, bullets, picked, report, share, table
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
    reached = [words("judge.or_more", level=level) for level in levels]

    def held(name: str, likely: Iterable[Cell], weight: float) -> Cells:
        told = dict(zip(reached, likely, strict=True))
        return {"voice": name, **told, "weight": share(weight, words)}

    rows = [held(words("judge.together"), each, 1.0) for each in _pooled(account, words)]
    for each in account.voices:
        likely = (share(value, words) for value in each.best)
        rows.append(held(_name(each.name, words), likely, shares.get(each.name, 0.0)))
    title, note = words.code("judge_round", account.round), " ".join(_asides(account, words))
    looks: dict[str, Any] = {"note": note, "rank": rank, "is_cards": True}
    yield table(f"voices-{key}", title, rows, words, group="judge", **looks)
    if account.dissent:
        items = tuple(_dissent(each, judged, words) for each in account.dissent)
        yield Points(key=f"dissent-{key}", title=words("judge.dissent"), items=items, rank=rank)


def _pooled(account: RoundAccount, words: Words) -> Iterator[Iterable[Cell]]:
    """Give what the voices hold likely together, each with its word and the mean interval."""
    pool = account.pool
    if pool is None:
        return
    named = {each.id: words.name(each.names) for each in estimative_words()}
    lines = [[named[word]] if word else [] for word in account.words]
    for each, *ends in zip(lines, pool.low, pool.high, strict=False):
        low, high = (words.percent(end) for end in ends)
        each.append(words("compare.range", low=low, high=high))
    yield (
        Cell(text=words.percent(best), value=best, lines=tuple(each))
        for best, each in zip(pool.best, lines, strict=True)
    )


def _asides(account: RoundAccount, words: Words) -> Iterator[str]:
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
    first, second = (words.code("judge_round", each) for each in ROUNDS)
    rows = (
        {
            "voice": each.service,
            first: words.short_level(judged.scale, each.level_before),
            second: words.short_level(judged.scale, each.level_after),
        }
        for each in account.movements
    )
    return table(f"moved-{number}", words("judge.moved"), rows, words, group="judge")


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


def _fixed(value: float, words: Words) -> Cell:
    return Cell(text=words.fixed(value, 3), value=value)


def _score_table(key: str, title: str, scores: Iterable[ServiceScore], words: Words) -> Table:
    rows: Iterator[Cells] = (
        {
            "voice": _name(each.name, words),
            "questions": each.questions,
            "rps": _fixed(each.rps, words),
            "brier": _fixed(each.brier, words),
            "reliability": _fixed(each.parts.reliability, words),
            "resolution": _fixed(each.parts.resolution, words),
            "uncertainty": _fixed(each.parts.uncertainty, words),
        }
        for each in scores
    )
    return table(key, title, rows, words, group="judge", is_cards=True)


def _curves(scored: JudgedRound, words: Words) -> Table:
    """Say of each service whether reading its probabilities by a curve would have helped."""
    rows: Iterator[Cells] = (
        {
            "voice": each.name,
            "curve": words.code("judge_curve", each.curve.kind),
            "questions": each.questions,
            "as_said": _fixed(each.brier_as_said, words),
            "recalibrated": _fixed(each.brier_recalibrated, words),
            "verdict": words("judge.helps" if each.would_have_helped else "judge.helps_not"),
        }
        for each in scored.recalibrations
    )
    title, note = words("judge.recalibration"), words("judge.recalibration_note")
    looks: dict[str, Any] = {"note": note, "is_cards": True}
    return table(f"curves-{scored.round}", title, rows, words, group="judge", **looks)
