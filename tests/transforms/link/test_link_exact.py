"""Equal valid numbers and the name check: who is linked, how surely, and who stands alone."""

from __future__ import annotations

import pytest

from tests.transforms.link.invented import A, B, C, complete, first_night, found, refs

HOLDER = refs(("刘海军", A), records=["h1"])
LEGACY = A[:6] + A[8:17]

ASKED = [
    ("same name", ("刘海军", A), "exact_id", "certain"),
    ("15 digits", ("刘海军", LEGACY), "exact_id", "certain"),
    ("blank and note", ("刘 海军(已故)", A), "exact_id", "certain"),
    ("traditional", ("劉海軍", A), "exact_id", "certain"),
    ("lost character", ("刘海?", A), "exact_id", "certain"),
    ("same name, wrong birth date", ("刘海军", A, "男", "1979-12-01"), "exact_id", "certain"),
    ("same name, wrong sex", ("刘海军", A, "女", "1980-01-01"), "exact_id", "certain"),
    ("other name, own birth date and sex agree", ("刘国庆", A, "男", "1980-01-01"), "exact_id", "certain"),
    ("other name, own birth date agrees, no sex", ("刘国庆", A, None, "1980-01-01"), "exact_id", "certain"),
    ("other name, birth date agrees, sex does not", ("刘国庆", A, "女", "1980-01-01"), "unlinked", "certain"),
    ("other name, only sex agrees", ("刘国庆", A, "男", None), "unlinked", "certain"),
    ("other name, birth date against it", ("刘国庆", A, "男", "2010-05-05"), "unlinked", "certain"),
    ("other name, nothing else", ("刘国庆", A), "unlinked", "certain"),
    ("near name, nothing else", ("刘海君", A), "exact_id", "likely"),
    ("near name, sex agrees", ("刘海君", A, "男", None), "exact_id", "likely"),
    ("near name, birth date agrees", ("刘海君", A, None, "1980-01-01"), "exact_id", "certain"),
    ("near name, birth date against it", ("刘海君", A, None, "1982-01-01"), "unlinked", "certain"),
    ("near name, sex against it", ("刘海君", A, "女", None), "unlinked", "certain"),
    ("no name", (None, A), "exact_id", "likely"),
    ("no name, birth date agrees", (None, A, None, "1980-01-01"), "exact_id", "certain"),
    ("no name, sex against it", (None, A, "女", None), "unlinked", "certain"),
]


@pytest.mark.parametrize(("asked", "method", "certainty"), [case[1:] for case in ASKED], ids=[c[0] for c in ASKED])
def test_name_check(asked, method, certainty):
    night = first_night(hr__base=HOLDER, hr__more=HOLDER, hr__most=HOLDER, ca__asked=refs(asked))
    holder, link = found(night, "hr__base"), found(night, "ca__asked")
    assert (link["method"], link["certainty"]) == (method, certainty)
    assert (link["person_key"] == holder["person_key"]) == (method != "unlinked")
    assert (link["person_apart_key"] == holder["person_key"]) == (method != "unlinked" and certainty == "certain")
    assert link["number_holder_key"] == link["number_holder_key"] == holder["person_key"]


def test_under_another_name_a_birth_date_is_likely_where_the_holder_is_hardly_known():
    asked = refs(("刘国庆", A, "男", "1980-01-01"))
    night = first_night(hr__base=HOLDER, hr__more=HOLDER, ca__asked=asked)
    assert [found(night, "ca__asked")[column] for column in ("method", "certainty")] == ["exact_id", "likely"]


def test_a_two_character_name_is_never_near():
    base = refs(("张伟", A))
    night = first_night(hr__base=base, hr__more=base, ca__asked=refs(("张强", A), ("章伟", A)))
    assert [found(night, "ca__asked", place)["method"] for place in (0, 1)] == ["unlinked", "unlinked"]


def test_a_brother_who_is_known_by_that_name_is_not_taken_for_a_slip():
    brother = complete("99990119831111115")
    base = refs(("刘海军", A), ("刘海涛", brother))
    night = first_night(hr__base=base, hr__more=base, ca__asked=refs(("刘海涛", A)))
    assert found(night, "ca__asked")["method"] == "unlinked"


def test_a_namesake_of_another_county_and_birthday_does_not_forbid():
    far = complete("11010119831111115")
    base = refs(("刘海军", A), ("刘海涛", far))
    night = first_night(hr__base=base, hr__more=base, ca__asked=refs(("刘海涛", A)))
    assert (found(night, "ca__asked")["method"], found(night, "ca__asked")["certainty"]) == ("exact_id", "likely")


def test_a_twin_with_the_other_twins_number_stays_apart():
    base = refs(("刘海军", A), ("刘海涛", C))
    night = first_night(hr__base=base, hr__more=base, ca__asked=refs(("刘海涛", A, "男", "1980-01-01")))
    assert found(night, "ca__asked")["method"] == "unlinked"


def test_two_people_with_one_number_the_camp_in_more_tables_keeps_it():
    more, fewer = refs(("刘海军", A)), refs(("刘海君", A, "男", "1980-01-01"))
    night = first_night(a__one=more, b__one=more, c__one=more, d__one=fewer, e__one=fewer)
    assert {found(night, f"{table}__one")["method"] for table in "abc"} == {"exact_id"}
    assert {found(night, f"{table}__one")["method"] for table in "de"} == {"unlinked"}
    assert found(night, "d__one")["person_key"] != found(night, "e__one")["person_key"]


def test_one_departments_own_spelling_is_no_camp():
    more, fewer = refs(("刘海军", A)), refs(("刘海君", A))
    night = first_night(a__one=more, b__one=more, c__one=more, d__one=fewer, d__two=fewer)
    assert {found(night, table)["certainty"] for table in ("d__one", "d__two")} == {"likely"}


def test_tables_count_before_references():
    night = first_night(
        hr__month=refs(*[("王芳", A)] * 9, ("刘海军", A)), hr__base=refs(("刘海军", A)), ca__base=refs(("刘海军", A))
    )
    assert found(night, "hr__month", 9)["method"] == "exact_id"
    assert found(night, "hr__month", 0)["method"] == "unlinked"


def test_a_torn_name_in_most_tables_gives_way_to_the_whole_one():
    torn, whole = refs(("赵福?", A)), refs(("赵福㳘", A))
    night = first_night(a__one=torn, b__one=torn, c__one=whole, d__one=refs(("李四", A)))
    assert {found(night, f"{table}__one")["certainty"] for table in "abc"} == {"certain"}
    assert night.people.filter(night.people["id_number"] == A)["name"].to_list() == ["赵福㳘"]
    assert found(night, "d__one")["method"] == "unlinked"


def test_a_lone_valid_number_is_unlinked_and_holds_its_number():
    night = first_night(hr__base=refs(("刘海军", A), ("王芳", B)))
    link = found(night, "hr__base")
    assert (link["method"], link["certainty"]) == ("unlinked", "certain")
    assert link["person_key"] == link["number_holder_key"]
    assert night.people["id_number"].sort().to_list() == sorted([A, B])


def test_two_valid_numbers_are_two_people_whatever_the_name():
    night = first_night(hr__base=refs(("刘海军", A), ("刘海军", C)))
    assert found(night, "hr__base", 0)["person_key"] != found(night, "hr__base", 1)["person_key"]
