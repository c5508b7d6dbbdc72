"""Tell a brief: make the one account that every rendering lays out."""

from peil.report.account import Account
from peil.report.annex import annex
from peil.report.brief import Brief
from peil.report.decided import decided
from peil.report.headline import citation, firmness, headline, limits, notes, reach, small
from peil.report.sides import families, neutral, sides, sums, would_change
from peil.report.words import Words


def tell(brief: Brief, words: Words) -> Account:
    """Put a brief into the words of one language."""
    country = words.code("country", brief.document["country"])
    return Account(
        language=words.language,
        title=brief.title,
        kicker=f"{country} · {words('title.kicker')}",
        as_known=words("title.as_known", day=words.day(brief.as_of)),
        not_checked=words("meta.not_checked"),
        headline=headline(brief, words),
        notes=notes(brief, words),
        small=small(brief, words),
        reach=reach(brief, words),
        firmness=firmness(brief, words),
        limits=limits(brief, words),
        sides=sides(brief, words),
        sums=sums(brief, words),
        neutral=neutral(brief, words),
        decided=decided(brief, words),
        would=would_change(brief, words),
        families=families(brief, words),
        annex=annex(brief, words),
        citation=citation(brief, words),
    )
