"""From a draft to a level in force: raising is never held up, lowering asks what would be lost."""

from tests.web.desk.conftest import Signed


def test_a_level_is_raised_by_one_signature_and_what_is_missing_becomes_a_duty(
    signed: Signed, belgium: str
) -> None:
    signed("dora").make("/decision/new/create/", scope=belgium, level=3, marking="limited")
    raised = signed("dan").make("/decision/new/create/", scope=belgium, level=4, marking="limited")
    assert "4 (very serious)" in signed("dora").text(raised)
    work = signed("dora").text("/")
    assert "Supply the reasons" in work
    assert "Write the assessment behind a raised level" in work


def test_a_level_is_lowered_at_once_by_nobody(signed: Signed, belgium: str) -> None:
    signed("dora").make("/decision/new/create/", scope=belgium, level=3, marking="limited")
    answer = signed("dora").do("/decision/new/create/", scope=belgium, level=2, marking="limited")
    assert answer.status_code == 422
    assert "Level 3 is in force, and only a higher one can be decided at once" in (
        answer.content.decode()
    )
