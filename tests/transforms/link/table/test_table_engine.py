"""The engine as a whole on small invented tables: accuracy, planted parameters, the same result in any order."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from tests.house.tree import ROOT
from tests.transforms.link.table.invented import SETTINGS, copied, named, people
from transforms.link.table.clusters import components, held_together, one_to_one
from transforms.link.table.engine import Linked, link
from transforms.link.table.estimate import Counted, trained
from transforms.link.table.modelfile import model_text, read_model
from transforms.link.table.score import Compared, expected_best, unfound
from transforms.link.table.settings import Settings, read_settings

LINK, DEDUPE = (read_settings(SETTINGS.format(one=one)) for one in ("true", "false"))


@pytest.fixture(scope="module")
def sides() -> tuple[pl.DataFrame, pl.DataFrame]:
    """1,500 people on each side, 1,200 of them the same, 6 % of the values of one side replaced."""
    everybody = people(1800)
    return named(everybody.head(1500), "A"), named(copied(everybody.tail(1500), 0.06), "B")


@pytest.fixture(scope="module")
def linked(sides: tuple[pl.DataFrame, pl.DataFrame]) -> Linked:
    return link(*sides, LINK)


def right(linked: Linked, a: pl.DataFrame, b: pl.DataFrame) -> int:
    """Links that are true."""
    found = linked.pairs.filter("linked").join(a.select("entity", left_id="id"), on="left_id")
    found = found.join(
        b.select("right_id", other="entity") if "right_id" in b.columns else b.select(other="entity", right_id="id"),
        on="right_id",
    )
    return found.filter(pl.col("entity") == pl.col("other")).height


def test_links_are_right_and_estimated(linked: Linked, sides: tuple[pl.DataFrame, pl.DataFrame]) -> None:
    true = right(linked, *sides)
    count = linked.report.links
    assert 2 * true / (count + 1200) > 0.99
    assert linked.report.false == pytest.approx(count - true, abs=8)
    assert linked.report.missed == pytest.approx(1200 - true, abs=12)
    assert linked.clusters.height == 3000
    assert linked.clusters["cluster_id"].n_unique() == 3000 - count


def test_em_finds_what_was_planted(linked: Linked) -> None:
    model = linked.model
    assert model.found == pytest.approx(0.8, abs=0.01)
    # 6 % replaced by somebody else's value, which now and then is the same.
    for field, same in (("first", 1 / 48), ("born", 0.0), ("code", 0.0), ("town", 1 / 20)):
        assert model.m[field][0] == pytest.approx(0.94 + 0.06 * same, abs=0.02), field
    assert model.u["town"][0] == pytest.approx(1 / 20, rel=0.1)
    assert model.u["first"][0] == pytest.approx(1 / 48, rel=0.1)
    # Of all pairs with an equal code the matches are not counted: they would be 5e-4, the 6 % put there are 3e-5.
    assert model.u["code"][0] == pytest.approx(0.05 * 1 / 1500, rel=0.25)


def test_em_on_counts_alone() -> None:
    """Vectors drawn from known m and u: EM gives them back, with u fixed and blocking on nothing."""
    rng = np.random.Generator(np.random.PCG64(3))
    settings = replace_blocking("[[first], [last], [born], [code], [town]]")
    m, u, matches, others = 0.85, 0.05, 2000, 30_000
    agrees = np.concatenate([rng.random((matches, 5)) < m, rng.random((others, 5)) < u])
    sizes = np.array([len(levels) + 1 for levels in settings.comparisons.values()])
    levels, counts = np.unique(np.where(agrees, 1, sizes), axis=0, return_counts=True)
    seen = Counted(levels.astype(np.uint8), counts.astype(np.float64), np.full(len(counts), 0xFFFF, dtype=np.uint16))
    chance = {
        field: np.array([u, *[1e-6] * (size - 2), 1 - u])
        for field, size in zip(settings.comparisons, sizes, strict=True)
    }
    model = trained(seen, chance, settings, matches + others, matches, set())
    assert model.found == pytest.approx(1.0, abs=0.05)
    for field in settings.comparisons:
        assert model.m[field][0] == pytest.approx(m, abs=0.03)


def replace_blocking(rules: str) -> Settings:
    head = SETTINGS.format(one="true").partition("blocking:")[0]
    return read_settings(f"{head}blocking: {rules}")


def test_rows_in_any_order_give_the_same(linked: Linked, sides: tuple[pl.DataFrame, pl.DataFrame]) -> None:
    again = link(*(side.sample(fraction=1, shuffle=True, seed=5) for side in sides), LINK)
    assert again.pairs.equals(linked.pairs)
    assert again.clusters.equals(linked.clusters)
    assert model_text(again.model, LINK) == model_text(linked.model, LINK)
    assert again.report == linked.report


PROGRAM = """
from tests.transforms.link.table.invented import SETTINGS, copied, named, people
from transforms.link.table.engine import link
from transforms.link.table.settings import read_settings

some = people(400)
done = link(named(some, "A"), named(copied(some, 0.1), "B"), read_settings(SETTINGS.format(one="true")))
print(done.pairs.write_json(), done.clusters.write_json(), done.report)
"""


@pytest.mark.long
def test_any_number_of_threads_gives_the_same() -> None:
    told = []
    for threads in ("1", "3"):
        environment = {**os.environ, "POLARS_MAX_THREADS": threads, "PYTHONPATH": "."}
        words = [sys.executable, "-c", PROGRAM]
        done = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
        told.append(done.stdout)
    assert told[0] == told[1]
    assert len(told[0]) > 1000


def test_a_saved_model_links_the_same(linked: Linked, sides: tuple[pl.DataFrame, pl.DataFrame]) -> None:
    again = link(*sides, LINK, read_model(model_text(linked.model, LINK), LINK))
    assert again.report == replace(linked.report, trained=False, **{
        name: getattr(again.report, name) for name in ("threshold", "false", "missed", "unfound")
    })  # fmt: skip
    assert again.pairs.select("left_id", "right_id", "linked").equals(
        linked.pairs.select("left_id", "right_id", "linked")
    )


def test_deduplication_finds_the_groups() -> None:
    base = people(500)
    table = named(pl.concat([base, copied(base.head(300), 0.05, 1), copied(base.head(100), 0.05, 2)]), "R")
    done = link(table, None, DEDUPE)
    told = done.clusters.join(table.select("id", "entity"), on="id")
    both = told.join(told, on="cluster_id", suffix="_r").filter(pl.col("id") < pl.col("id_r"))
    true = both.filter(pl.col("entity") == pl.col("entity_r")).height
    assert 2 * true / (both.height + 300 + 2 * 100) > 0.99
    assert done.report.largest == 3


def pairs(edges: list[tuple[int, int, int]], vetoed: tuple[int, ...] = ()) -> Compared:
    i, j, weight = (np.array(column) for column in zip(*edges, strict=True))
    held = np.isin(np.arange(len(edges)), vetoed)
    nothing = np.zeros(len(edges))
    return Compared(
        i.astype(np.uint32), j.astype(np.uint32), nothing.astype(np.uint64), nothing.astype(np.uint16), weight, held
    )


@pytest.mark.parametrize(
    ("edges", "kept"),
    [
        ([(0, 0, 9)], [0]),
        ([(0, 0, 9), (0, 1, 8)], [0]),
        ([(0, 0, 9), (0, 1, 8), (1, 1, 7)], [0, 2]),
        ([(0, 0, 9), (1, 0, 9)], []),  # equally good: no answer
        ([(0, 0, 9), (1, 0, 9), (1, 1, 8)], []),
        ([(0, 1, 5), (1, 0, 5)], [0, 1]),
    ],
)
def test_one_to_one(edges: list[tuple[int, int, int]], kept: list[int]) -> None:
    assert one_to_one(pairs(edges), np.arange(len(edges))).tolist() == kept


@pytest.mark.parametrize(
    ("edges", "linked", "numbers", "expected"),
    [
        # Two pairs joined by one link, while all others between them speak against it.
        (
            [(0, 1, 9000), (2, 3, 9000), (1, 2, 1000), (0, 2, -9000), (0, 3, -9000), (1, 3, -9000)],
            3,
            [0] * 4,
            [0, 0, 2, 2],
        ),
        # The same with nothing said against it.
        ([(0, 1, 9000), (2, 3, 9000), (1, 2, 1000)], 3, [0] * 4, [0, 0, 0, 0]),
        # A record without a number between two people with one: it goes to the stronger link.
        ([(0, 1, 9000), (1, 2, 8000)], 2, [7, 0, 8], [0, 0, 2]),
        ([(0, 1, 9000), (1, 2, 8000), (0, 2, 9500)], 3, [7, 0, 7], [0, 0, 0]),
    ],
)
def test_clusters_hold_together(
    edges: list[tuple[int, int, int]], linked: int, numbers: list[int], expected: list[int]
) -> None:
    some = pairs(edges)
    chosen = np.arange(len(edges)) < linked
    one, other = some.i.astype(np.int64), some.j.astype(np.int64)
    root, _, _ = held_together(some, one, other, chosen, 0.0, np.array(numbers))
    assert root.tolist() == expected


def test_a_chain_of_thousands_ends() -> None:
    """Each a little like the next, one contradiction in the middle: two pieces, and soon."""
    size = 5000
    chain = [(place, place + 1, 9000 - place % 7) for place in range(size - 1)]
    some = pairs([*chain, (size // 2 - 2, size // 2 + 1, -90_000)])
    chosen = np.arange(size) < size - 1
    one, other = some.i.astype(np.int64), some.j.astype(np.int64)
    root, split, _ = held_together(some, one, other, chosen, 0.0, np.zeros(size, dtype=np.int64))
    assert split == 1
    assert len(np.unique(root)) == 2


def test_components() -> None:
    chain = np.arange(99)
    assert components(chain, chain + 1, 101).tolist() == [0] * 100 + [100]


def test_threshold_is_where_expected_f1_is_best() -> None:
    # All of the sure ones and none of the unlikely: 2*1.9 / (2 + 2.2) against 2*2.1 / (3 + 2.2).
    assert expected_best(np.array([1.0, 0.9, 0.2, 0.1]), 0.0) == pytest.approx(0.55)
    assert expected_best(np.zeros(3), 0.0) == 1.0


def test_unfound_matches_are_estimated_from_those_found_once() -> None:
    bits = np.array([0b01] * 10 + [0b11] * 44, dtype=np.uint16)
    assert unfound(bits, np.ones(54), 2) == pytest.approx(10 * 9 / (2 * 45))
