"""A sample of the spoilt files: none ends in anything but an answer or one sentence."""

from math import ceil
from pathlib import Path

import pytest
from tests.hostile.mutations import WEIGHING, Mutation
from tests.hostile.oracle import FINDING, REFUSED, SOUND, Ran, judge
from tests.hostile.targets import MOST_SILENT, TIMES
from tests.hostile.trial import drawn, some, tried

SEED = 17
SHARE = 0.015
"""Of a full run, which `make hostile` does."""


@pytest.mark.parametrize("of", TIMES)
def test_a_spoilt_file_is_answered_soundly_or_refused_in_one_sentence(of: str) -> None:
    verdicts = some((of, SEED, range(max(6, int(TIMES[of] * SHARE)))))
    findings = [v for v in verdicts if v.is_ == FINDING]
    silent = [v for v in findings if v.why.startswith("silent")]
    assert [str(v) for v in findings if v not in silent] == []
    cells = sum(v.mutation.of in WEIGHING for v in verdicts)
    assert len(silent) <= ceil(MOST_SILENT * cells), [str(v) for v in silent]


def test_the_same_seed_spoils_the_same(tmp_path: Path) -> None:
    first, again = (drawn("counts", SEED, 3) for _ in range(2))
    assert first == again
    assert drawn("counts", SEED + 1, 3)[1] != first[1]
    assert tried("counts", SEED, 3, tmp_path / "a") == tried("counts", SEED, 3, tmp_path / "b")


REFUSAL = "t.csv, row 2: value is 'many'; write a number\n"


@pytest.mark.parametrize(
    ("of", "ran", "answer", "is_", "said"),
    [
        ("wrong", Ran(code=2, out="", err=REFUSAL), None, REFUSED, "row 2"),
        ("good", Ran(code=2, out="", err=REFUSAL), None, FINDING, "good input refused"),
        ("wrong", Ran(code=2, out="", err=REFUSAL * 2), None, FINDING, "not one line"),
        ("wrong", Ran(code=2, out="", err="a bad \u202e name; mend it\n"), None, FINDING, "printable"),
        ("wrong", Ran(code=2, out="", err="bad\n"), None, FINDING, "remedy"),
        ("wrong", Ran(code=1, out="", err=REFUSAL), None, FINDING, "exit 1"),
        ("wrong", Ran(code=0, out="", err="UserWarning\n"), {"level": 4}, FINDING, "exit 0"),
        ("wrong", Ran(code=0, out="", err="", broke="KeyError: 'x'"), None, FINDING, "KeyError"),
        ("alike", Ran(code=0, out="", err=""), {"level": 4}, SOUND, "same"),
        ("alike", Ran(code=0, out="", err=""), {"level": 2}, FINDING, "silent: .level: 4 → 2"),
        ("other", Ran(code=0, out="", err=""), {"level": 2}, SOUND, "another answer"),
    ],
)  # fmt: skip
def test_the_oracle_knows_what_is_a_finding(
    of: str, ran: Ran, answer: object, is_: str, said: str
) -> None:
    mutation = Mutation(content="", of=of, what="row 2")
    verdict, why = judge(mutation, ran, answer, {"level": 4})
    assert (verdict, said in why) == (is_, True), why
