"""A track record as text for a terminal."""

from rich.console import RenderableType

from peil.report.text import GLUE, NARROWEST, print_parts, sheet_of
from peil.report.track_account import tell_track
from peil.report.track_brief import TrackBrief
from peil.report.words import Words


def render_track_text(
    brief: TrackBrief, words: Words, *, width: int = 100, is_terminal: bool = False
) -> str:
    """Lay out a track record for a terminal: the answer first, then the tables."""
    words = words.marked(GLUE)
    told = tell_track(brief, words)
    above = filter(None, (f"{told.kicker} · {told.as_known}", told.not_checked))
    parts: list[RenderableType] = [
        *above,
        *(part for line in (told.headline, *told.notes) for part in ("", line)),
    ]
    if any(brief.left_out):
        parts += ["", words("track.left_out_option")]
    for section in (told.meaning, *told.countries, *told.beside):
        parts += ["", section.title.upper(), *section.lines]
        parts += [sheet_of(table, words, max(width, NARROWEST)) for table in section.tables]
    parts += ["", told.how.title.upper(), *(f"- {line}" for line in told.how.lines)]
    return print_parts(parts, width=width, is_terminal=is_terminal)
