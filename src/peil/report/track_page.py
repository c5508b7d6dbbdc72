"""A track record as one page that stands alone."""

from peil.report.page import render
from peil.report.site_frame import Frame
from peil.report.track_account import tell_track
from peil.report.track_brief import TrackBrief
from peil.report.words import Words


def render_track_page(brief: TrackBrief, words: Words, frame: Frame | None = None) -> str:
    """Render a track record as a page that asks nothing of anyone, or in the frame of a site."""
    return render("track.html", words=words, frame=frame, told=tell_track(brief, words))
