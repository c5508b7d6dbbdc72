"""A whole run of the watch as one page that stands alone."""

from peil.report.page import render
from peil.report.watch_many import ManyBrief
from peil.report.watch_many_account import tell_many
from peil.report.words import Words


def render_many_page(brief: ManyBrief, words: Words) -> str:
    """Render a whole run as a page that asks nothing of anyone."""
    return render("watch_many.html", words=words, told=tell_many(brief, words))
