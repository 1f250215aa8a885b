"""rules.md, SF-01; warehouse.yaml, identity_links: a member row names a person, however wrong the number is."""

from __future__ import annotations

import pytest

from tests.contract.tiny_city import TinyCity, authorisation, household, member, number

NIGHT = "2026-11-20"
GOOD = number("19600101")
WRONG = {
    "M1": GOOD[0] + "1" + GOOD[2:],  # one typing error makes it begin like a company's credit code
    "M2": GOOD[0] + "3" + GOOD[2:],
    "M3": "123456789",
    "M4": GOOD[:10] + "A" + GOOD[11:],
}


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> TinyCity:
    tiny = TinyCity(tmp_path_factory.mktemp("damaged"))
    names = ("王小明", "李大山", "赵三明", "孙四海")
    members = [member(no, "H1", name, wrong) for (no, wrong), name in zip(WRONG.items(), names, strict=True)]
    signed = [authorisation("A1", "H1", "王小明", GOOD)]
    tiny.deliver(NIGHT, {"households": [household("H1")], "household_members": members, "authorisations": signed})
    tiny.run()
    return tiny


@pytest.mark.parametrize("record_no", WRONG)
def test_a_wrong_number_is_reported(city, record_no) -> None:
    assert city.alert("SF-01", record_no, NIGHT) is not None


@pytest.mark.parametrize("record_no", WRONG)
def test_a_member_with_a_wrong_number_is_still_somebody(city, record_no) -> None:
    where = f"table_name = 'household_members' AND record_no = '{record_no}'"
    assert len(city.rows(f"SELECT person_key FROM identity_links WHERE {where}", NIGHT)) == 1


def test_one_wrong_digit_is_repaired_whatever_digit_it_is(city) -> None:
    query = "SELECT count(*), count(DISTINCT person_key) FROM identity_links WHERE record_no IN ('M1', 'A1')"
    assert city.rows(query, NIGHT) == [(2, 1)]
