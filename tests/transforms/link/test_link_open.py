"""What numbers leave open: who is linked by the rest of the record, and who must never be."""

from __future__ import annotations

import polars as pl
import pytest

from tests.transforms.link.invented import FIRST, SECOND, SECRET, A, B, C, complete, refs
from tests.transforms.link.open_night import MODEL, city, night, tokens
from transforms.link.crosswalk import empty_crosswalk
from transforms.link.night import LinkedNight, link_night

CITY = city()
KNOWN = [*CITY, ("张秀兰", A, "男", "1980-01-01"), ("李桂珍", B, "女", "1975-06-15")]
"""Rows 300 and 301 of a register: 张秀兰 and 李桂珍, each with a number."""


def asked(
    person: tuple[str | None, ...], *context: tuple[str, str], known: list[tuple[str, ...]] = KNOWN
) -> LinkedNight:
    """A register of everybody, each in a household and division of his own, and one record about `person`."""
    places = [
        (row, kind, f"{kind}{row}") for row in range(len(known)) for kind in ("household", "division", "employer")
    ]
    return night(
        {"a.register": refs(*known), "b.asked": refs(person)},
        {"a.register": tokens(*places), "b.asked": tokens(*((0, kind, value) for kind, value in context))},
    )


def found(linked: LinkedNight, row: int | None) -> tuple[str, str]:
    """method and certainty of the record asked about, after looking that it belongs to the person of the row."""
    answer = linked.links["b.asked"].row(0, named=True)
    keys = linked.links["a.register"]["person_key"]
    assert keys.to_list().count(answer["person_key"]) == (0 if row is None else 1)
    assert row is None or answer["person_key"] == keys[row]
    return answer["method"], answer["certainty"]


HOME, PLACE, WORK = ("household", "household300"), ("division", "division300"), ("employer", "employer300")


@pytest.mark.parametrize(
    ("why", "person", "context", "row", "answer"),
    [
        ("name and own household", ("张秀兰",), [HOME], 300, ("probabilistic", "certain")),
        ("name and employer only", ("张秀兰",), [WORK], 300, ("probabilistic", "likely")),
        ("name and division only", ("张秀兰",), [PLACE], 300, ("probabilistic", "likely")),
        ("name and birth date", ("张秀兰", None, "男", "1980-01-01"), [], 300, ("probabilistic", "certain")),
        ("name by ear, birth date", ("张绣兰", None, None, "1980-01-01"), [HOME], 300, ("probabilistic", "certain")),
        ("a name alone is nobody", ("张秀兰",), [], None, ("unlinked", "certain")),
        ("another household, another name", ("张秀丽",), [HOME], None, ("unlinked", "certain")),
        ("a brother in the household", ("张秀军", None, "男", "1982-02-02"), [HOME], None, ("unlinked", "certain")),
        ("a twin in the household", ("张秀军", None, "男", "1980-01-01"), [HOME], None, ("unlinked", "certain")),
        ("born on one day, of one surname", ("张国强", None, "男", "1980-01-01"), [], None, ("unlinked", "certain")),
        ("digits a spreadsheet lost", ("李桂珍", B[:15] + "000"), [], 301, ("probabilistic", "certain")),
        ("one digit off, another's name, own birth date", ("王国强", A[:17] + "?", None, "1980-01-01"), [], None,
         ("unlinked", "certain")),
        ("lost digits and another name", ("王国强", B[:15] + "000"), [], None, ("unlinked", "certain")),
        ("a child with a parent's number", ("张小明", A, "女", "2015-05-05"), [HOME], None, ("unlinked", "certain")),
        ("two trusted numbers", ("张秀兰", C, "男", "1980-01-01"), [HOME, PLACE], None, ("unlinked", "certain")),
        ("wrong birth date", ("张秀兰", None, "男", "1999-09-09"), [], None, ("unlinked", "certain")),
        ("no name", (None, A[:17] + "?"), [PLACE], None, ("unlinked", "certain")),
    ],
)  # fmt: skip
def test_record(
    why: str,
    person: tuple[str | None, ...],
    context: list[tuple[str, str]],
    row: int | None,
    answer: tuple[str, str],
) -> None:
    assert found(asked(person, *context), row) == answer, why


def test_a_child_with_a_parents_number_is_found_by_birth_date_in_the_household() -> None:
    # Row 302 of the register: in a household of its own, like everybody there; the record says where the child lives.
    child = ("张小明", complete("99990120150505111"), "男", "2015-05-05")
    linked = asked(("张小明", A, "男", "2015-05-05"), ("household", "household302"), known=[*KNOWN, child])
    assert found(linked, 302) == ("probabilistic", "certain")


def test_of_two_homonyms_in_one_village_neither_is_taken() -> None:
    namesake = ("张秀兰", complete("99990119620707224"), "女", "1962-07-07")
    known = [*KNOWN, namesake]
    village = [(row, "division", "village" if row in (300, 302) else f"d{row}") for row in range(303)]
    linked = night(
        {"a.register": refs(*known), "b.asked": refs(("张秀兰",))},
        {"a.register": tokens(*village), "b.asked": tokens((0, "division", "village"))},
    )
    assert found(linked, None) == ("unlinked", "certain")


def test_a_spouse_is_known_by_the_other_one() -> None:
    couple = pl.concat(
        [refs(("张秀兰", A), ("张秀兰",), role="husband"), refs(("李桂珍", B), ("李桂珍", B), role="wife")]
    )
    linked = night({"a.register": refs(*KNOWN), "c.couples": couple})
    keys = linked.links["c.couples"]
    assert keys["person_key"][0] == keys["person_key"][1]
    assert keys["person_key"][0] != keys["person_key"][2]


def test_weights_are_there_where_the_contract_wants_them() -> None:
    linked = asked(("张秀兰", A[:5] + "0" + A[6:]), HOME)
    answer = linked.links["b.asked"].row(0, named=True)
    assert (answer["method"], answer["certainty"]) == ("repaired_id", "certain")
    assert answer["match_weight"] > 10
    assert answer["match_probability"] > 0.999
    assert linked.links["a.register"]["match_weight"].null_count() == len(KNOWN)


def newborns(*tables: tuple[str, tuple[str | None, ...]]) -> dict[str, pl.DataFrame]:
    return {"a.register": refs(*KNOWN), **{table: refs(person) for table, person in tables}}


def test_people_without_a_number_are_put_together_and_keep_their_key() -> None:
    member, signed = ("b.members", ("赵小宝", None, "男", "2026-10-01")), ("c.authorised", ("赵小宝",))
    context = {"b.members": tokens((0, "household", "h9")), "c.authorised": tokens((0, "household", "h9"))}
    first = night(newborns(member, signed), context)
    key = first.links["b.members"]["person_key"][0]
    assert first.links["c.authorised"]["person_key"][0] == key
    assert first.links["c.authorised"]["certainty"][0] == "certain"
    again = link_night(newborns(member, signed), first.crosswalk, first.links, SECOND, SECRET, MODEL, context)
    assert again.links["b.members"]["person_key"][0] == key
    assert again.events.is_empty()
    left = link_night(newborns(signed), first.crosswalk, first.links, SECOND, SECRET, MODEL, context)
    assert left.links["c.authorised"]["person_key"][0] == key
    back = link_night(newborns(member, signed), left.crosswalk, left.links, SECOND, SECRET, MODEL, context)
    assert back.links["b.members"]["person_key"][0] == key


def test_a_reference_that_leaves_the_cluster_known_by_it_becomes_another_person() -> None:
    # The cluster is known by its smallest reference, a.first; that one then says something else and stands alone.
    tables = [(table, ("赵小宝", None, "男", "2026-10-01")) for table in ("a.first", "b.members", "c.cards")]
    context = {table: tokens((0, "household", "h9")) for table, _ in tables}
    one = night(newborns(*tables), context)
    key = one.links["a.first"]["person_key"][0]
    assert {one.links[table]["person_key"][0] for table, _ in tables} == {key}
    away = [("a.first", ("赵小宝", None, "男", "2021-03-04")), *tables[1:]]
    two = link_night(newborns(*away), one.crosswalk, one.links, SECOND, SECRET, MODEL, context)
    alone = two.links["a.first"]["person_key"][0]
    assert {two.links[table]["person_key"][0] for table, _ in away[1:]} == {key}
    assert alone != key
    assert two.crosswalk["anchor"].is_unique().all()
    assert all(links.height == one.links[table].height for table, links in two.links.items())
    three = link_night(newborns(*away), two.crosswalk, two.links, SECOND, SECRET, MODEL, context)
    assert [three.links[table]["person_key"][0] for table, _ in away] == [alone, key, key]


def test_a_number_that_arrives_takes_over_the_key_of_the_cluster() -> None:
    member, signed = ("b.members", ("赵小宝", None, "男", "2026-10-01")), ("c.authorised", ("赵小宝",))
    context = {"b.members": tokens((0, "household", "h9")), "c.authorised": tokens((0, "household", "h9"))}
    first = night(newborns(member, signed), context)
    key = first.links["b.members"]["person_key"][0]
    number = complete("99990120261001113")
    after = newborns(("b.members", ("赵小宝", number, "男", "2026-10-01")), ("c.authorised", ("赵小宝", number)))
    second = link_night(after, first.crosswalk, first.links, SECOND, SECRET, MODEL, context)
    assert second.links["b.members"]["person_key"].to_list() == [key]
    assert second.links["c.authorised"]["person_key"].to_list() == [key]


def test_a_new_birth_date_parts_a_cluster_into_two() -> None:
    tables = [("b.members", ("赵小宝", None, "男", "2026-10-01")), ("c.cards", ("赵小宝", None, "男", "2021-10-01"))]
    context = {table: tokens((0, "household", "h9")) for table, _ in tables}
    linked = night(newborns(*tables), context)
    assert linked.links["b.members"]["person_key"][0] != linked.links["c.cards"]["person_key"][0]


@pytest.mark.parametrize("copies", [2, 3000])
def test_many_of_one_name_and_birth_date_stay_apart(copies: int) -> None:
    crowd = refs(*[("张伟", None, "男", "1980-01-01")] * copies)
    spread = tokens(*((row, "household", f"h{row}") for row in range(copies)))
    for context in ({}, {"x.a": spread, "x.b": spread}):
        linked = link_night({"x.a": crowd, "x.b": crowd}, empty_crosswalk(), {}, FIRST, SECRET, MODEL, context)
        keys = linked.links["x.a"]["person_key"]
        assert keys.n_unique() == copies or copies == 2


def test_order_of_rows_does_not_matter() -> None:
    people = [*KNOWN, ("张绣兰", None, "男", "1980-01-01"), ("李桂珍", B[:15] + "000")]
    plain, turned = refs(*people), refs(*people)[::-1]
    one, other = (night({"a.x": frame}).links["a.x"].sort("record_no") for frame in (plain, turned))
    assert one.drop("row").equals(other.drop("row"))


def test_a_crowd_in_one_household_is_not_one_person() -> None:
    crowd = refs(*[("张伟",)] * 1000)
    linked = night({"x.a": crowd}, {"x.a": tokens(*((row, "household", "h") for row in range(1000)))})
    assert linked.links["x.a"]["person_key"].n_unique() == 1000


def test_empty_tables_and_no_numbers_at_all() -> None:
    assert night({"x.a": refs()}).people.is_empty()
    nobody = [(name, None, sex, birth) for name, _, sex, birth in CITY]
    assert night({"x.a": refs(*nobody)}).links["x.a"]["person_key"].n_unique() == len(CITY)
