from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def belgium(root: Path) -> Path:
    """The dossier of Belgium that the project ships."""
    return root / "dossiers" / "belgium"
