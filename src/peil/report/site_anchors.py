"""Names of places on pages, so that one page can lead into another."""


def anchor(*parts: str) -> str:
    """Name a place; what an address cannot hold becomes a hyphen."""
    return "-".join("".join(c if c.isalnum() else "-" for c in part) for part in parts)
