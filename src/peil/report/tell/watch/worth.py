"""What a signal is worth, in words: of a hundred such signals, how many were changes."""

from peil.report.words import Words


def worth(share: float | None, words: Words) -> str:
    """Say how many of a hundred such signals were changes; nothing where it is not known."""
    return "" if share is None else words("watch.worth", number=in_a_hundred(share))


def in_a_hundred(share: float) -> int:
    """Round a share to fives, of which none is certain or impossible."""
    return min(max(5 * round(20 * share), 5), 95)
