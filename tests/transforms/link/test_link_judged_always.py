"""What holds whatever people say: different is never one person, nobody is lost, order of rows does not matter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.transforms.link.invented import FIRST, SECOND, SECRET, refs
from tests.transforms.link.judging import KNOWN, TABLES, Said, judgements, key
from tests.transforms.link.open_night import MODEL, tokens
from transforms.link.agreement import Node, agree
from transforms.link.crosswalk import empty_crosswalk
from transforms.link.night import LinkedNight, link_night

PLAIN = link_night(TABLES, empty_crosswalk(), {}, FIRST, SECRET)
EVERYBODY = [f"{table}/{record}" for table, frame in TABLES.items() for record in frame["record_no"]]
SAYINGS = st.lists(
    st.tuples(st.sampled_from(EVERYBODY), st.sampled_from(EVERYBODY), st.sampled_from(["same", "different", "unsure"]))
    .filter(lambda said: said[0] != said[1]),
    max_size=12,
)  # fmt: skip


@settings(max_examples=40)
@given(SAYINGS, st.sampled_from(["name", "id_number"]), st.booleans())
def test_whatever_is_said(said: list[Said], field: str, change: bool) -> None:
    """No two judged different are one person, nobody is lost, and the order of rows does not matter."""
    changed = TABLES["d.open"].with_columns(pl.lit(None, pl.String).alias(field)) if change else TABLES["d.open"]
    tables = TABLES | {"d.open": changed}
    told = judgements(TABLES, said)
    night = link_night(tables, PLAIN.crosswalk, PLAIN.links, SECOND, SECRET, judgements=told)
    assert {name: frame.height for name, frame in night.links.items()} == {n: f.height for n, f in tables.items()}
    assert all(frame["person_key"].null_count() == 0 for frame in night.links.values())
    assert {k for frame in night.links.values() for k in frame["person_key"]} <= set(night.people["person_key"])
    assert pl.concat([night.people, night.only_apart])["person_key"].is_unique().all()
    last = {frozenset(pair): verdict for *pair, verdict in said}
    for pair, verdict in last.items():
        if verdict == "different":
            assert len({key(night, name) for name in pair}) == 2
    turned = {name: frame[::-1] for name, frame in reversed(tables.items())}
    again = link_night(
        turned, PLAIN.crosswalk, {}, SECOND, SECRET, judgements=told.sample(fraction=1, shuffle=True, seed=1)
    )
    for name in tables:
        one, other = (frame.links[name].drop("row").sort("record_no") for frame in (night, again))
        assert one.rows() == other.rows()


FAMILY = {
    "a.register": refs(*KNOWN),
    "b.members": refs(("赵小宝", None, "男", "2026-10-01"), ("赵小贝", None, "女", "2026-10-01"), ("张秀兰",)),
    "c.signed": refs(("赵小宝",), ("赵小贝",), ("张秀兰",)),
}
AT_HOME = {
    "a.register": tokens(*((row, "household", f"h{row}") for row in range(3))),
    "b.members": tokens(*((row, "household", "h0") for row in range(3))),
    "c.signed": tokens(*((row, "household", "h0") for row in range(3))),
}
RELATIVES = [f"{table}/R{row}" for table in FAMILY for row in range(3)]
FAMILY_SAYINGS = st.lists(
    st.tuples(st.sampled_from(RELATIVES), st.sampled_from(RELATIVES), st.sampled_from(["same", "different"])).filter(
        lambda said: said[0] != said[1]
    ),
    max_size=8,
)


def at_home(said: Sequence[Said], tables: Mapping[str, pl.DataFrame] = FAMILY) -> LinkedNight:
    told = judgements(FAMILY, said)
    return link_night(tables, empty_crosswalk(), {}, FIRST, SECRET, MODEL, AT_HOME, told)


def test_a_cluster_without_numbers_is_parted_and_joined() -> None:
    assert key(at_home([]), "b.members/R0") == key(at_home([]), "c.signed/R0")
    apart = at_home([("b.members/R0", "c.signed/R0", "different")])
    assert key(apart, "b.members/R0") != key(apart, "c.signed/R0")
    joined = at_home([("b.members/R0", "a.register/R2", "same")])
    assert {key(joined, name) for name in ("b.members/R0", "c.signed/R0")} == {key(joined, "a.register/R2")}


@settings(max_examples=25)
@given(FAMILY_SAYINGS)
@pytest.mark.long
def test_whatever_is_said_of_people_without_numbers(said: list[Said]) -> None:
    night = at_home(said)
    assert {k for frame in night.links.values() for k in frame["person_key"]} == set(night.people["person_key"])
    for pair, verdict in {frozenset(pair): verdict for *pair, verdict in said}.items():
        if verdict == "different":
            assert len({key(night, name) for name in pair}) == 2
    again = at_home(said, {name: frame[::-1] for name, frame in FAMILY.items()})
    for name in FAMILY:
        assert again.links[name].sort("row").rows() == night.links[name].sort("row").rows()


@pytest.mark.parametrize(
    ("nodes", "same", "weak", "different", "circles"),
    [
        ("a a", [], [], [], {(0, 1)}),
        ("a a", [], [], [(0, 1)], {(0,), (1,)}),
        ("a b", [(0, 1)], [], [], {(0, 1)}),
        ("a b", [], [(0, 1)], [], {(0,), (1,)}),
        ("a -", [], [(0, 1)], [], {(0, 1)}),
        ("- - -", [(0, 1)], [(1, 2)], [(0, 2)], {(0, 1), (2,)}),
        ("a -", [(0, 1)], [], [(0, 1)], {(0,), (1,)}),
        ("a a b b", [(0, 2)], [], [(1, 3)], {(0, 1, 2), (3,)}),
        ("A a", [], [], [(0, 1)], {(0,), (1,)}),
    ],
)
def test_circles(nodes: str, same: list, weak: list, different: list, circles: set) -> None:  # type: ignore[type-arg]
    """'a', 'b': certainly of that person; 'A': likely; '-': alone."""
    made = [
        Node(None if one == "-" else "ab".index(one.lower()), one.islower(), (place,))
        for place, one in enumerate(nodes.split())
    ]
    assert {circle.nodes for circle in agree(made, same, weak, different)[0]} == circles


@pytest.mark.parametrize(
    ("nodes", "same", "weak", "different", "sure"),
    [
        ("a A", [], [], [], {0}),
        ("a A", [(0, 1)], [], [], {0, 1}),
        ("a A", [], [(0, 1)], [], {0}),
        ("a A b", [], [], [(1, 2)], {0, 2}),
        ("a - -", [(1, 2)], [(0, 1)], [], {0}),
        ("A -", [(0, 1)], [], [], set()),
        ("- - -", [(0, 1)], [(1, 2)], [], {0, 1}),
    ],
)
def test_sure(nodes: str, same: list, weak: list, different: list, sure: set) -> None:  # type: ignore[type-arg]
    """Only a certain link, or a judgement in force that ties to one, makes sure."""
    made = [
        Node(None if one == "-" else "ab".index(one.lower()), one.islower(), (place,))
        for place, one in enumerate(nodes.split())
    ]
    assert {place for circle in agree(made, same, weak, different)[0] for place in circle.sure} == sure
