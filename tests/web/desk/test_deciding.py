"""From a draft to a level in force: raising is never held up, lowering asks what would be lost."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.web.desk.conftest import Signed

from peil.workflow import clock


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


TABLE = """type,name,reasons,level,decided_on,review_by
country,Belgium,as decided,3,2016-03-24,
site,Station,busy,4,2016-03-24,2016-06-24
"""


def entered(signed: Signed, table: str) -> object:
    file = SimpleUploadedFile("levels.csv", table.encode(), "text/csv")
    return signed("dora").do("/scope/new/enter/", file=file)


def test_the_levels_in_force_are_entered_on_the_first_day_from_a_table(signed: Signed) -> None:
    assert entered(signed, TABLE).status_code == 302
    front = signed("dora").text("/")
    assert "3 (serious)" in front
    assert "4 (very serious)" in front


@pytest.mark.parametrize("proof", ["", "a guess"])
def test_who_enters_levels_proves_once_more_who_it_is(signed: Signed, proof: str) -> None:
    file = SimpleUploadedFile("levels.csv", TABLE.encode(), "text/csv")
    answer = signed("dora").do("/scope/new/enter/", file=file, proof=proof)
    assert answer.status_code == 422
    assert "No level in force is among what you may see." in signed("dora").text("/")


@pytest.mark.parametrize(
    ("found", "wrong", "sentence"),
    [
        (TABLE.partition("\n")[2], "", "has column names and no row; add at least one"),
        (",4,", ",5,", "Row 3 has no level of the scale"),
        ("site,", "person,", "Row 3 has the type “person”"),
        ("busy,4,2016", "busy,4,2036", "Row 3 has no day of decision, or one that is still"),
    ],
)
def test_a_table_with_a_wrong_row_enters_nothing(
    signed: Signed, found: str, wrong: str, sentence: str
) -> None:
    answer = entered(signed, TABLE.replace(found, wrong))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "No level in force is among what you may see." in signed("dora").text("/")


def test_once_a_level_is_in_force_no_table_raises_another_on_a_later_day(
    signed: Signed, monkeypatch: pytest.MonkeyPatch
) -> None:
    country, site = TABLE.replace(",4,", ",3,").splitlines(keepends=True)[1:]
    head = TABLE.partition("\n")[0] + "\n"
    assert entered(signed, head + country).status_code == 302
    assert entered(signed, head + site.replace(",3,", ",4,")).status_code == 302
    monkeypatch.setenv(clock.AHEAD, "90000")
    other = site.replace("Station", "Port")
    answer = entered(signed, head + other.replace(",3,", ",4,"))
    assert answer.status_code == 422
    assert "Row 2 is above level 3" in answer.content.decode().replace("\xa0", " ")
    assert entered(signed, head + other).status_code == 302
