"""A number under another name: the holder renamed or misspelt, or somebody else with the holder's number."""

from __future__ import annotations

import polars as pl
import pytest

from tests.transforms.link.invented import A, C, refs
from tests.transforms.link.open_night import city, night, tokens
from transforms.link.night import LinkedNight

CITY = city()
HOLDER = ("彭喜", A, "男", "1980-01-01")
RENAMED = ("彭华", A)
HOME = tokens((300, "household", "h"))
IN_HOME = tokens((0, "household", "h"))


def around(more: dict[str, tuple], context: dict[str, pl.DataFrame] | None = None) -> LinkedNight:
    """A register of a city with the holder in row 300, and one record for each further table."""
    tables = {"a.register": refs(*CITY, HOLDER)} | {f"c.{turn}": refs(HOLDER[:2]) for turn in range(3)}
    return night(tables | {key: refs(person) for key, person in more.items()}, {"a.register": HOME} | (context or {}))


def holder_of(linked: LinkedNight) -> str:
    return str(linked.links["a.register"]["person_key"][300])


def answer(linked: LinkedNight, table: str) -> tuple[bool, str, str]:
    """Whether it is the holder, method and certainty of the one record of a table."""
    row = linked.links[table].row(0, named=True)
    return row["person_key"] == holder_of(linked), row["method"], row["certainty"]


def test_one_renamed_in_two_departments_is_likely_the_holder() -> None:
    linked = around({"b.marriages": RENAMED, "d.properties": RENAMED})
    assert answer(linked, "b.marriages") == (True, "probabilistic", "likely")
    assert answer(linked, "d.properties") == (True, "probabilistic", "likely")


@pytest.mark.parametrize(
    ("why", "other", "context"),
    [
        ("a relative of just that name, without a number", ("彭华",), {"e.members": IN_HOME}),
        ("one of just that name and the holder's birth date", ("彭华", C, "男", "1980-01-01"), {}),
    ],
)
def test_somebody_of_that_name_near_by_bears_the_holders_number(why, other, context) -> None:
    linked = around({"b.marriages": RENAMED, "d.properties": RENAMED, "e.members": other}, context)
    assert not answer(linked, "b.marriages")[0], why
    assert not answer(linked, "d.properties")[0], why


def test_a_birth_date_that_is_not_the_numbers_speaks_for_every_record_of_that_name() -> None:
    child = (*RENAMED, "男", "2015-05-05")
    linked = around({"b.enrolments": child, "d.settlements": RENAMED})
    assert not answer(linked, "b.enrolments")[0]
    assert not answer(linked, "d.settlements")[0]


def test_a_name_common_in_the_city_is_left_alone() -> None:
    named = [("彭华", None, "男", f"19{year}-03-03") for year in range(50, 60)]
    others = {f"z.{turn}": person for turn, person in enumerate(named)}
    numbered = refs(*[("彭华", number, sex, born) for _, number, sex, born in CITY[:10]])
    tables = {"a.register": refs(*CITY[10:], *CITY[:10], HOLDER)}
    tables |= {f"c.{turn}": refs(HOLDER[:2]) for turn in range(3)}
    more = {key: refs(person) for key, person in others.items()}
    linked = night(tables | more | {"y.namesakes": numbered, "x.same": numbered, "b.marriages": refs(RENAMED)})
    assert answer(linked, "b.marriages")[1:] == ("unlinked", "certain")


def test_a_number_two_people_use_is_that_of_the_one_born_on_its_date() -> None:
    wrong, right = ("姚玲", A, "男", "1973-07-18"), ("吕芝", A, "男", "1980-01-01")
    linked = night(
        {
            "a.one": refs(*CITY, wrong),
            **{f"{letter}.more": refs(wrong[:2]) for letter in "bcd"},
            "e.one": refs(right),
            "f.one": refs(right[:2]),
        }
    )
    person = linked.people.filter(pl.col("id_number") == A)
    assert person["name"].to_list() == ["吕芝"]
    assert linked.links["f.one"]["method"].to_list() == ["exact_id"]
    assert linked.links["b.more"]["person_key"][0] != person["person_key"][0]


def test_records_of_one_borrowed_number_and_one_name_are_one_person() -> None:
    child = ("彭小华", A, "女", "2015-05-05")
    tables = {"b.enrolments": child, "d.settlements": child[:2], "e.settlements": ("彭 小华", A)}
    linked = around(tables)
    keys = {linked.links[table]["person_key"][0] for table in tables}
    assert len(keys) == 1
    assert holder_of(linked) not in keys
