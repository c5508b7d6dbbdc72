"""The pages of policy in a site, each with its own table and the whole as JSON."""

from collections.abc import Callable, Iterator, Mapping

from peil.report.pdf import FONT
from peil.report.policy_brief import policy_json
from peil.report.policy_page import (
    BALANCE,
    CHAIN,
    DIFF,
    KEPT,
    LOWERING,
    MONEY,
    OVERDUE,
    RECOMMENDATIONS,
    View,
    render_policy_page,
)
from peil.report.policy_page_chain import chain_view
from peil.report.policy_page_days import diff_view, lowering_view
from peil.report.policy_page_kept import kept_view
from peil.report.policy_page_lists import overdue_view, recommendations_view
from peil.report.policy_page_money import balance_view, money_view
from peil.report.policy_page_pdf import render_policy_pdf
from peil.report.policy_views import PolicyViews
from peil.report.site_frame import POLICY, Frame
from peil.report.site_page import Page
from peil.report.words import Words, words_in

Make = Callable[[Words], View]
SOURCES = {
    LOWERING: "arrangements",
    DIFF: "happenings",
    RECOMMENDATIONS: "statuses",
    OVERDUE: "recommendations",
    MONEY: "funding",
    CHAIN: "findings",
}
"""Where the page of sources has what a view rests on; the others rest on arrangements."""


def policy_makers(views: PolicyViews, font: str | None = None) -> dict[str, Make]:
    """Give what makes each view that there is, in the order of reading; a font is for paper."""
    makers: dict[str, Make] = {KEPT: lambda words: kept_view(views, words, font)}
    if (lowering := views.lowering) is not None:
        makers[LOWERING] = lambda words: lowering_view(lowering, words, font)
    if (diff := views.diff) is not None:
        makers[DIFF] = lambda words: diff_view(diff, words, font)
    return makers | {
        CHAIN: lambda words: chain_view(views, words, font),
        RECOMMENDATIONS: lambda words: recommendations_view(views, words, font),
        OVERDUE: lambda words: overdue_view(views, words, font),
        MONEY: lambda words: money_view(views, words, font),
        BALANCE: lambda words: balance_view(views, words, font),
    }


def policy_pages(views: PolicyViews) -> Iterator[Page]:
    """Give a page for each view."""
    makers = {key: _once(make) for key, make in policy_makers(views).items()}
    for key, make in makers.items():
        yield Page(
            key=key,
            section=POLICY,
            title=_titled(make),
            render=_rendered(make, makers),
            says=_said(make),
            data=_data(key, make, views),
            sources=SOURCES.get(key, "arrangements"),
        )


def policy_pdf(views: PolicyViews, words: Words) -> bytes:
    """Typeset every view of policy, one after another."""
    made = [make(words) for make in policy_makers(views, FONT).values()]
    return render_policy_pdf(made, views.day, words)


def _once(make: Make) -> Make:
    """Make a view once in each language: its page, its title and its first sentence are one."""
    held: dict[str, View] = {}

    def made(words: Words) -> View:
        if words.language not in held:
            held[words.language] = make(words)
        return held[words.language]

    return made


def _said(make: Make) -> Callable[[Words], str]:
    return lambda words: make(words).headline


def _titled(make: Make) -> Callable[[Words], str]:
    return lambda words: make(words).title


def _rendered(make: Make, makers: Mapping[str, Make]) -> Callable[[Words, Frame], str]:
    def rendered(words: Words, frame: Frame) -> str:
        beside = {key: other(words).anchors for key, other in makers.items()}
        return render_policy_page([make(words)], words, frame, beside)

    return rendered


def _data(key: str, make: Make, views: PolicyViews) -> dict[str, Callable[[], bytes]]:
    """Give the files of a view: its table, and the JSON of the command that it belongs to."""
    whole = {KEPT: views.status, LOWERING: views.lowering, DIFF: views.diff}.get(key)
    files: dict[str, Callable[[], bytes]] = {f"policy-{key}.csv": lambda: make(words_in("en")).csv}
    if whole is not None:
        files[f"policy-{key}.json"] = lambda: policy_json(whole).encode()
    return files
