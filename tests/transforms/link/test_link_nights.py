"""Person keys over nights: they stay, they are handed over, they are never re-used; merges and splits are told."""

from __future__ import annotations

import re

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from tests.transforms.link.invented import FIRST, SECOND, THIRD, A, B, complete, first_night, found, night_after, refs
from transforms.link import keys
from transforms.link.keys import keys_of, mint

BASE = refs(("刘海军", A), ("王芳", None), ("李四", "无"), ("刘海君", A), records=["a", "b", "c", "d"])


def test_keys_look_like_keys():
    minted = keys_of(pl.Series([f"n:{place}" for place in range(1000)]), b"secret")
    assert all(re.fullmatch(r"P[0-9A-HJKMNP-TV-Z]{11}", key) for key in minted)
    assert minted.n_unique() == 1000
    assert minted.to_list() == keys_of(pl.Series([f"n:{place}" for place in range(1000)]), b"secret").to_list()
    assert not set(minted) & set(keys_of(pl.Series([f"n:{place}" for place in range(1000)]), b"other"))
    assert keys_of(pl.Series([], dtype=pl.String), b"s").to_list() == []


def test_a_collision_is_resolved_the_same_way_in_any_order(monkeypatch):
    def clumsy(texts, secret):
        return texts.str.slice(0, 1).str.pad_end(12, "P").alias("person_key") + texts.str.len_chars().cast(pl.String)

    monkeypatch.setattr(keys, "keys_of", clumsy)
    anchors = pl.Series(["a1", "a2", "b1"])
    minted = mint(anchors, pl.Series(["bPPPPPPPPPPP2"]), b"s")
    assert minted["person_key"].n_unique() == 3
    assert "bPPPPPPPPPPP2" not in minted["person_key"].to_list()
    assert_frame_equal(minted, mint(anchors.reverse(), pl.Series(["bPPPPPPPPPPP2"]), b"s"))


def test_an_unchanged_night_changes_nothing():
    one = first_night(hr__base=BASE, ca__base=BASE.head(1))
    two = night_after(one, SECOND, hr__base=BASE, ca__base=BASE.head(1))
    for table, links in one.links.items():
        assert_frame_equal(links, two.links[table])
    assert_frame_equal(one.people, two.people)
    assert two.events.is_empty()
    assert set(two.crosswalk["first_night"]) == {FIRST}
    assert set(two.crosswalk["last_night"]) == {SECOND}


def test_a_replay_with_the_same_secret_mints_the_same_keys():
    assert_frame_equal(first_night(hr__base=BASE).people, first_night(hr__base=BASE).people)


def test_a_newborns_key_stays_when_the_number_arrives():
    one = first_night(ca__child=refs(("王芳之子", None), records=["c"]))
    two = night_after(one, SECOND, ca__child=refs(("王小明", A), records=["c"]), mi__base=refs(("王小明", A)))
    key = found(one, "ca__child")["person_key"]
    assert found(two, "ca__child")["person_key"] == found(two, "mi__base")["person_key"] == key
    assert two.events.is_empty()
    three = night_after(two, THIRD, ca__child=refs(("王小明", A), records=["c"]), mi__base=refs(("王小明", A)))
    assert found(three, "mi__base")["person_key"] == key


def test_of_two_keys_the_older_is_handed_over_and_the_other_merges():
    one = first_night(x__one=refs(("王芳", None), records=["old"]))
    two = night_after(one, SECOND, x__one=refs(("王芳", None), records=["old"]), x__two=refs(("王芳", None)))
    number = refs(("王芳", B), records=["old"])
    three = night_after(two, THIRD, x__one=number, x__two=refs(("王芳", B)))
    assert found(three, "x__two")["person_key"] == found(one, "x__one")["person_key"]
    merged = found(two, "x__two")["person_key"]
    assert three.events.select("night", "kind", "from_key", "to_key").rows() == [
        (THIRD, "merge", merged, found(one, "x__one")["person_key"])
    ]


def test_joining_a_known_person_is_a_merge_and_leaving_again_brings_the_old_key_back():
    known = refs(("王芳", B))
    alone, linked = refs(("王芳", None), records=["c"]), refs(("王芳", B), records=["c"])
    one = first_night(x__known=known, x__asked=alone)
    two = night_after(one, SECOND, x__known=known, x__asked=linked)
    three = night_after(two, THIRD, x__known=known, x__asked=alone)
    person, was = found(one, "x__known")["person_key"], found(one, "x__asked")["person_key"]
    assert found(two, "x__asked")["person_key"] == person
    assert two.events.select("kind", "from_key", "to_key").rows() == [("merge", was, person)]
    assert found(three, "x__asked")["person_key"] == was
    assert three.events.select("kind", "from_key", "to_key").rows() == [("split", person, was)]


def test_a_key_that_went_to_a_number_is_not_given_back():
    one = first_night(x__one=refs(("王芳", None), records=["c"]))
    two = night_after(one, SECOND, x__one=refs(("王芳", B), records=["c"]), x__two=refs(("王芳", B)))
    three = night_after(two, THIRD, x__one=refs(("王芳", None), records=["c"]), x__two=refs(("王芳", B)))
    key = found(one, "x__one")["person_key"]
    assert found(three, "x__two")["person_key"] == key
    assert found(three, "x__one")["person_key"] != key
    assert three.crosswalk["person_key"].is_unique().all()


def test_a_record_that_names_somebody_else_gets_a_new_key():
    one = first_night(x__one=refs(("王芳", None), records=["c"]))
    two = night_after(one, SECOND, x__one=refs(("李建国", None), records=["c"]))
    three = night_after(two, THIRD, x__one=refs(("欧阳菲", None), records=["c"]))
    met = [found(night, "x__one")["person_key"] for night in (one, two, three)]
    assert len(set(met)) == 3
    assert three.crosswalk["person_key"].n_unique() == 3


def test_a_corrected_number_is_another_person_and_the_old_key_stays_with_the_old_number():
    one = first_night(x__one=refs(("王芳", A), records=["c"]))
    two = night_after(one, SECOND, x__one=refs(("王芳", B), records=["c"]))
    three = night_after(two, THIRD, x__one=refs(("王芳", A), records=["c"]))
    assert found(two, "x__one")["person_key"] != found(one, "x__one")["person_key"]
    assert found(three, "x__one")["person_key"] == found(one, "x__one")["person_key"]


def test_the_apart_key_of_a_likely_link_stays():
    asked = refs(("刘海君", A), records=["c"])
    base = refs(("刘海军", A))
    one = first_night(x__base=base, y__base=base, x__asked=asked)
    two = night_after(one, SECOND, x__base=base, y__base=base, x__asked=asked)
    assert found(one, "x__asked")["certainty"] == "likely"
    assert found(one, "x__asked")["person_apart_key"] == found(two, "x__asked")["person_apart_key"]
    assert found(one, "x__asked")["person_apart_key"] in one.only_apart["person_key"].to_list()
    assert found(one, "x__asked")["person_apart_key"] not in one.people["person_key"].to_list()


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_rows_and_tables_does_not_matter(seed):
    damaged = A[:10] + ("5" if A[10] != "5" else "6") + A[11:]
    people = refs(
        ("刘海军", A), ("刘海军", damaged), ("刘海君", A), ("王芳", B), ("王芳", None), ("王芳", None), ("王方", B),
        (None, A), ("赵福?", complete("99990319600303333")), ("赵福㳘", complete("99990319600303333")),
    )  # fmt: skip
    shuffled = people.sample(fraction=1.0, shuffle=True, seed=seed)
    straight = first_night(a__x=people, b__x=people)
    mixed = first_night(b__x=shuffled, a__x=shuffled)
    assert_frame_equal(straight.people, mixed.people)
    assert_frame_equal(straight.only_apart, mixed.only_apart)
    assert_frame_equal(straight.crosswalk, mixed.crosswalk)
    assert_frame_equal(straight.links["a.x"].sort("row"), mixed.links["a.x"].sort("row"))
