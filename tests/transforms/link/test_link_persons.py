"""One row a person, in both worlds."""

from __future__ import annotations

from datetime import date

import polars as pl

from schemas.facts import PERSON
from tests.transforms.link.invented import A, B, first_night, found, refs


def test_number_holder_with_name_birth_and_sex_of_number():
    one = refs(("刘海 军", A, "女", "1979-09-09"))
    night = first_night(a__x=one, b__x=refs(("刘海军", A)), c__x=refs(("刘海军", A)))
    assert night.people.schema == pl.Schema(PERSON.polars_schema)
    assert night.people.drop("person_key").rows() == [("刘海军", A, "男", date(1980, 1, 1))]


def test_one_alone_has_what_the_record_says_and_no_number_of_somebody_else():
    night = first_night(a__x=refs(("刘海军", A)), b__x=refs(("刘海军", A)), c__x=refs(("王芳", A, "女", "1990-02-02")))
    key = found(night, "c__x")["person_key"]
    assert night.people.filter(pl.col("person_key") == key).drop("person_key").rows() == [
        ("王芳", None, "女", date(1990, 2, 2))
    ]


def test_legacy_number_alone_is_shown_with_eighteen():
    night = first_night(a__x=refs(("刘海军", A[:6] + A[8:17])))
    assert night.people["id_number"].to_list() == [A]


def test_likely_links_stand_alone_in_the_other_world():
    asked = refs(("刘海君", A, "男", None))
    night = first_night(a__x=refs(("刘海军", A)), b__x=refs(("刘海军", A)), c__x=asked, d__x=refs(("王芳", B)))
    assert night.people.height == 2
    assert night.only_apart.join(night.people, on="person_key", how="semi").is_empty()
    assert night.only_apart.drop("person_key").rows() == [("刘海君", None, "男", None)]
