"""What must not break linking, and must merge nobody."""

from __future__ import annotations

from itertools import islice

import polars as pl
import pytest

from tests.transforms.link.invented import SECOND, SECRET, A, B, complete, first_night, found, night_after, refs
from tests.transforms.link.open_night import MODEL, city, tokens
from tests.transforms.link.open_night import night as model_night
from transforms.link.context import tokens_of
from transforms.link.crosswalk import TwoByOneAnchorError
from transforms.link.descriptors import code, gather
from transforms.link.linking import link
from transforms.link.links import EVENTS, LINKS
from transforms.link.night import LinkedNight, link_night
from transforms.link.number import read_numbers
from transforms.link.probabilistic import Second, link_open
from transforms.link.singles import singles
from transforms.link.variants import FOLD

NOTHING = refs()


@pytest.mark.parametrize("tables", [{}, {"hr__base": NOTHING}, {"hr__base": NOTHING, "ca__base": NOTHING}])
def test_nothing_delivered(tables):
    night = night_after(first_night(**tables), SECOND, **tables)
    assert night.people.height == night.only_apart.height == night.crosswalk.height == night.events.height == 0
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
    given_names = [chr(point) for point in range(0x4E00, 0x9FFF) if chr(point) not in FOLD][:10_000]
    names = [(f"张{given_name}", A) for given_name in given_names]
    night = first_night(hr__base=refs(*names))
    assert night.links["hr.base"]["person_key"].n_unique() == 10_000


def test_two_people_by_one_anchor_stop_the_night(monkeypatch):
    def twice(coded, linked):
        found = singles(coded, linked)
        return pl.concat([found, found.head(1)])

    monkeypatch.setattr("transforms.link.night.singles", twice)
    with pytest.raises(TwoByOneAnchorError, match="2 people") as stop:
        first_night(hr__base=refs(("张伟", None), ("李四", None)))
    assert stop.value.kinds == ["r"]
    assert "base" not in str(stop.value)  # an anchor names a record or a number


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


def numbered(count: int, born: str = "19800101") -> list[str]:
    """So many different valid numbers of men born on one day."""
    counties = (f"99{county:04d}" for county in range(10_000))
    firsts = (f"{county}{born}{turn:03d}" for county in counties for turn in range(1, 1000, 2))
    return [complete(first) for first in islice(firsts, count)]


def opened(
    tables: dict[str, pl.DataFrame], context: dict[str, pl.DataFrame] | None = None
) -> tuple[LinkedNight, Second]:
    """The night by the model in force, and what blocking reports of it."""
    coded = {key: code(key, frame) for key, frame in tables.items()}
    second = link_open(coded, link(gather(coded.values())), tokens_of(context or {}), MODEL)
    return model_night(tables, context), second


def nobody_has_two_numbers(night: LinkedNight, tables: dict[str, pl.DataFrame]) -> None:
    """No person bears two valid numbers, in either world."""
    parts = []
    for key, links in night.links.items():
        numbers = tables[key]["id_number"]
        said = read_numbers(numbers)
        parts.append(links.select("person_key", "person_apart_key", "number_holder_key").with_columns(said["first17"]))
    every = pl.concat(parts).filter(pl.col("person_key") == pl.col("number_holder_key"))
    for key in ("person_key", "person_apart_key"):
        assert every.group_by(key).agg(pl.col("first17").drop_nulls().n_unique())["first17"].max() in (None, 1)


@pytest.mark.parametrize("tables", [{}, {"a.x": NOTHING}, {"a.x": NOTHING, "b.x": NOTHING}])
def test_nothing_delivered_with_the_model(tables):
    night, second = opened(tables)
    assert night.people.height == 0
    assert second.blocks["capped"].sum() == second.pairs.height == 0


def test_one_department_only_with_the_model():
    people = city(200)
    night, _ = opened({"a.x": refs(*people, (people[0][0], None, None, people[0][3]))})
    keys = night.links["a.x"]["person_key"]
    assert keys[200] == keys[0]
    assert keys.n_unique() == 200


def test_all_numbers_missing():
    """Same name, birth date and household is one person; one name in two households or of two birth dates is two."""
    people = [(name, None, sex, born) for name, _, sex, born in city(300)]
    homes = tokens(*((row, "household", f"h{row}") for row in range(300)))
    tables = {"a.x": refs(*people), "b.x": refs(*people)}
    night, _ = opened(tables, {"a.x": homes, "b.x": homes})
    assert night.people.height == 300
    assert night.links["a.x"]["person_key"].to_list() == night.links["b.x"]["person_key"].to_list()
    bare = refs(*((name,) for name, *_ in people))
    assert opened({"a.x": bare, "b.x": bare})[0].people.height == 600, "a name alone joins nobody"


@pytest.mark.parametrize(("with_number", "without"), [(0, 10_000), (5_000, 5_000), (9_999, 1), (10_000, 0)])
def test_ten_thousand_namesakes_born_on_one_day(with_number, without):
    people = [("张伟", number, "男", "1980-01-01") for number in numbered(with_number)]
    people += [("张伟", None, "男", "1980-01-01")] * without
    tables = {"a.x": refs(*people[::2]), "b.x": refs(*people[1::2])}
    night, second = opened(tables)
    nobody_has_two_numbers(night, tables)
    keys = pl.concat([links["person_key"] for links in night.links.values()])
    assert keys.n_unique() == 10_000
    if with_number and without:
        assert second.blocks["capped"].sum() > 0
        assert second.blocks["largest"].max() == with_number


def test_namesakes_of_one_day_are_told_apart_by_their_households():
    """Each of them is in a household of his own: the few without a number are found again all the same."""
    numbers = numbered(400)
    everybody = [
        (f"王{chr(0x4E00 + turn)}", number, "男", "1980-01-01") for turn, number in enumerate(numbered(4_400)[400:])
    ]
    known = refs(*(("张伟", number, "男", "1980-01-01") for number in numbers), *everybody)
    asked = refs(*(("张伟", None, "男", "1980-01-01") for _ in range(20)))
    homes = tokens(*((row, "household", f"h{row}") for row in range(400)))
    tables = {"a.known": known, "b.asked": asked}
    night, _ = opened(tables, {"a.known": homes, "b.asked": homes.filter(pl.col("row") < 20)})
    nobody_has_two_numbers(night, tables)
    assert night.links["b.asked"]["person_key"].to_list() == night.links["a.known"]["person_key"].head(20).to_list()


def one_block(people: int, asking: int, *kinds: str) -> tuple[dict[str, pl.DataFrame], dict[str, pl.DataFrame]]:
    """So many people with a number and one value of every kind in common, and records of that value without."""
    everybody = [
        (f"王{chr(0x4E00 + turn % 15_000)}", number, "男", "1980-01-01") for turn, number in enumerate(numbered(people))
    ]
    tables = {"a.known": refs(*everybody), "b.asked": refs(*((name, None) for name, *_ in everybody[:asking]))}
    context = {
        key: tokens(*((row, kind, "one") for kind in kinds for row in range(frame.height)))
        for key, frame in tables.items()
    }
    return tables, context


@pytest.mark.parametrize("kinds", [("household",), ("phone", "account"), ("address", "division", "employer")])
def test_a_block_far_over_the_cap(kinds):
    tables, context = one_block(20_000, 1_000, *kinds)
    night, second = opened(tables, context)
    nobody_has_two_numbers(night, tables)
    assert night.links["b.asked"].filter(pl.col("certainty") == "certain")["method"].unique().to_list() == ["unlinked"]
    report = second.blocks.filter(pl.col("capped") > 0)
    if kinds[0] in ("household", "phone"):
        assert report.filter(pl.col("rule") == "family")["largest"].to_list() == [20_000]
        assert report["capped_units"].max() == 1_000


@pytest.mark.long
def test_a_block_of_a_million():
    tables, context = one_block(1_000_000, 5_000, "household", "address", "phone", "division")
    night, second = opened(tables, context)
    nobody_has_two_numbers(night, tables)
    assert second.blocks["largest"].max() == 1_000_000
    assert second.pairs.height <= 200 * 5_000 * 4


@pytest.mark.parametrize("number", [None, "无", B[:15] + "000"])
def test_repeated_record_numbers_with_the_model(number):
    people = [("张秀兰", number, "女", "1975-06-15"), ("李桂珍", None), ("王秀英", number, "女", "1990-02-02")]
    tables = {"a.x": refs(*people, records=["same"] * 3), "b.x": refs(*city(50))}
    one, _ = opened(tables)
    assert one.links["a.x"]["person_key"].n_unique() == 3
    two = link_night(tables, one.crosswalk, one.links, SECOND, SECRET, MODEL, {})
    assert two.events.is_empty()
    assert two.links["a.x"]["person_key"].to_list() == one.links["a.x"]["person_key"].to_list()
