"""What must not break linking, and must merge nobody."""

from __future__ import annotations

import polars as pl
import pytest

from tests.transforms.link.invented import SECOND, A, B, first_night, found, night_after, refs
from transforms.link.descriptors import code
from transforms.link.links import EVENTS, LINKS
from transforms.link.variants import FOLD

NOTHING = refs()


@pytest.mark.parametrize("tables", [{}, {"hr__base": NOTHING}, {"hr__base": NOTHING, "ca__base": NOTHING}])
def test_nothing_delivered(tables):
    night = night_after(first_night(**tables), SECOND, **tables)
    assert night.people.height == night.people_apart.height == night.crosswalk.height == night.events.height == 0
    assert all(links.schema == pl.Schema(LINKS) for links in night.links.values())
    assert night.events.schema == pl.Schema(EVENTS)


def test_one_department_only_and_an_empty_table_beside_it():
    night = first_night(hr__base=refs(("刘海军", A), ("刘海军", A)), hr__none=NOTHING)
    assert night.people.height == 1


@pytest.mark.parametrize("number", [None, "无", "000000000000000000", "123456789012345678"])
def test_ten_thousand_namesakes_without_a_usable_number(number):
    night = first_night(hr__base=refs(*[("张伟", number)] * 10_000))
    links = night.links["hr.base"]
    assert links["person_key"].n_unique() == 10_000
    assert set(links["method"]) == {"unlinked"}


def test_ten_thousand_names_under_one_number():
    given_names = [chr(point) for point in range(0x4E00, 0x4E00 + 12_000) if chr(point) not in FOLD][:10_000]
    names = [(f"张{given_name}", A) for given_name in given_names]
    night = first_night(hr__base=refs(*names))
    assert night.links["hr.base"]["person_key"].n_unique() == 10_000


def test_repeated_record_numbers_are_different_people_and_stay_so():
    base = refs(("张伟", None), ("李四", None), ("张伟", None), records=["same", "same", "same"])
    one = first_night(hr__base=base)
    two = night_after(one, SECOND, hr__base=base)
    assert one.links["hr.base"]["person_key"].n_unique() == 3
    assert two.events.is_empty()


def test_a_table_that_disappears_and_comes_back_finds_its_keys():
    one = first_night(hr__base=refs(("张伟", None)), ca__base=refs(("王芳", B)))
    two = night_after(one, SECOND, ca__base=refs(("王芳", B)))
    three = night_after(two, SECOND, hr__base=refs(("张伟", None)), ca__base=refs(("王芳", B)))
    assert found(three, "hr__base")["person_key"] == found(one, "hr__base")["person_key"]
    assert two.events.is_empty()


def test_rows_dropped_and_added_are_no_moves():
    one = first_night(hr__base=refs(("张伟", A), ("王芳", B), ("李四", None), records=["a", "b", "c"]))
    two = night_after(one, SECOND, hr__base=refs(("李四", None), ("赵六", None), ("张伟", A), records=["c", "d", "a"]))
    assert two.events.is_empty()
    assert found(two, "hr__base", 0)["person_key"] == found(one, "hr__base", 2)["person_key"]


def test_codes_are_exact_with_nulls_and_repeats():
    references = refs(("张伟", None), (None, A), ("张伟", None), ("张伟", A), (None, None))
    coded = code("hr.base", references)
    assert coded.references["code"].to_list() == [0, 1, 0, 2, 3]
    assert coded.distinct.select("name", "id_number", "refs").rows() == [
        ("张伟", None, 2), (None, A, 1), ("张伟", A, 1), (None, None, 1),
    ]  # fmt: skip


def test_a_hash_collision_does_not_merge_descriptors(monkeypatch):
    hashed = pl.Expr.hash
    monkeypatch.setattr(pl.Expr, "hash", lambda self, seed: hashed(self, seed) * min(seed, 1))
    assert code("hr.base", refs(("张伟", None), ("王芳", None))).references["code"].to_list() == [0, 1]
