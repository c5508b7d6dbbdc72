"""A desk that is killed while people write keeps all that it acknowledged, on both engines."""

from pathlib import Path

from benchmarks.kill import survive


def test_what_was_acknowledged_is_there_after_a_kill(
    engine: dict[str, str], tmp_path: Path
) -> None:
    number, faults = survive(2 if engine else 3, tmp_path / "home", **engine)
    assert number > 0
    assert faults == []
