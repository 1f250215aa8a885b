"""Invented person records on two sides, with known truth, for benches of linking. None of them is a real person.

    python tests/bench/people.py --people 100000 --seed 1 --out DIR

Writes a.parquet and b.parquet: each holds `--people` records, four of five people are in both (truth: equal `person`,
a column no linker is told of). Names come from transforms/sample/names.py; households share surname and address.
Damage of side B; side A has 0.4 of it: names 3 %; numbers 5.5 % (missing 1.5, digit 1.2, swap 0.8, fifteen digits 1.0,
somebody else's 1.0, mostly a household member's); birth date 2 %; moved 8 %; address reformatted 20 %, missing 5 %.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import polars as pl
from pypinyin import Style, lazy_pinyin

from transforms.sample.draw import chance, dates, stream
from transforms.sample.names import full_names, given, surnames
from transforms.sample.numbers import sequences, seventeen, with_check

OVERLAP = 0.8
_PREFIXES = np.arange(999000, 999300)  # counties of first registration; 9990xx to 9992xx belong to nobody
_STREETS = ("人民路", "建设路", "和平街", "光明路", "幸福巷", "解放路", "中山街", "新华路", "文化路", "团结巷")
_ESTATES = ("花园", "家园", "小区", "新村", "公寓", "苑")
_BEFORE = "东西南北上下大小新金银福"


def population(size: int, seed: int) -> pl.DataFrame:
    """One row for each person: person, name, id_number, sex, birth_date, division, address and parts of the address."""
    rng = stream(seed, "people")
    homes = np.sort(rng.integers(0, max(size // 3, 1), size))
    head = np.r_[True, homes[1:] != homes[:-1]]
    own = surnames(rng, size)
    # Two of three in a household bear the surname of its first.
    family = np.maximum.accumulate(np.where(head, np.arange(size), 0))
    surname = np.where(chance(rng, size, 0.66), own[family], own)
    sex = rng.integers(0, 2, size)
    birth = (rng.beta(2.2, 2.0, size) * 31_000).astype(np.int64) - 14_600  # 1930 to 2014
    name = full_names(
        rng, surname, given(rng, birth.astype("datetime64[D]").astype("datetime64[Y]").astype(int) + 1970, sex)
    )
    prefix = rng.choice(_PREFIXES, size)
    number = with_check(seventeen(prefix, birth, sequences(rng, prefix, birth, sex)))
    people = pl.DataFrame({"person": np.arange(size), "home": homes, "name": name, "id_number": number})
    return people.with_columns(
        pl.Series("sex", np.where(sex == 0, "男", "女")), dates(birth).alias("birth_date"), pl.Series("days", birth)
    ).hstack(_places(rng, homes))


def _places(rng: np.random.Generator, homes: np.ndarray) -> pl.DataFrame:
    """Division and address parts of each home, spread over its people."""
    count = int(homes.max()) + 1
    village = rng.integers(0, 3000, count)
    return pl.DataFrame(
        {
            "division": (999_000_000_000 + village // 100 * 1_000_000 + village % 100 * 1000 + 1)[homes],
            "street": rng.integers(0, len(_STREETS), count)[homes],
            "door": rng.integers(1, 300, count)[homes],
            "estate": rng.integers(0, len(_BEFORE) ** 2 * len(_ESTATES), count)[homes],
            "building": rng.integers(1, 40, count)[homes],
            "unit": rng.integers(1, 6, count)[homes],
            "room": (rng.integers(1, 30, count) * 100 + rng.integers(1, 5, count))[homes],
        }
    )


def _address(rows: pl.DataFrame, short: np.ndarray) -> pl.Series:
    """The address as written; `short`: 3-2-501 for 3号楼2单元501室, and without the street."""
    before = pl.Series(list(_BEFORE))
    estate = rows["estate"].to_numpy()
    named = (
        before.gather(estate // (len(_BEFORE) * len(_ESTATES)))
        + before.gather(estate // len(_ESTATES) % len(_BEFORE))
        + pl.Series(_ESTATES).gather(estate % len(_ESTATES))
    )
    b, u, r, d = (rows[part].cast(pl.String) for part in ("building", "unit", "room", "door"))
    street = pl.Series(_STREETS).gather(rows["street"])
    long = street + d + "号" + named + b + "号楼" + u + "单元" + r + "室"
    brief = street + d + "号" + named + b + "-" + u + "-" + r
    return pl.select(pl.when(pl.Series(short)).then(brief).otherwise(long)).to_series()


def side(people: pl.DataFrame, everybody: pl.DataFrame, seed: int, name: str, rate: float) -> pl.DataFrame:
    """The records that one department holds of `people`, in its own order."""
    rng = stream(seed, name)
    size = people.height
    moved = np.flatnonzero(chance(rng, size, 0.08 * rate))
    places = people.select("division", "street", "door", "estate", "building", "unit", "room")
    source = np.arange(size)
    source[moved] = rng.integers(0, size, len(moved))
    address = _address(places[source], chance(rng, size, 0.20 * rate))
    told = pl.DataFrame(
        {
            "record_no": [f"{name}{place:08d}" for place in rng.permutation(size)],
            "person": people["person"],
            "name": _names(rng, people["name"], 0.03 * rate),
            "id_number": _numbers(rng, people, everybody, rate),
            "sex": people["sex"],
            "birth_date": _births(rng, people["days"].to_numpy(), 0.02 * rate),
            "division": places["division"][source].cast(pl.String),
            "address": pl.select(pl.when(pl.Series(~chance(rng, size, 0.05 * rate))).then(address)).to_series(),
        }
    )
    return told[rng.permutation(size)]


def _names(rng: np.random.Generator, names: pl.Series, rate: float) -> pl.Series:
    """Of the changed: half a character of the same sound, three in ten any other, two in ten a character missing."""
    pool = list(dict.fromkeys("".join(names.sample(min(len(names), 20_000), seed=1).str.slice(1).to_list())))
    sounds: dict[str, list[str]] = {}
    for character in pool:
        sounds.setdefault(lazy_pinyin(character, style=Style.NORMAL)[0], []).append(character)
    chosen = np.flatnonzero(chance(rng, len(names), rate))
    changed = []
    for text in names.gather(chosen):
        place, kind = int(rng.integers(1, len(text))), rng.random()
        alike = [c for c in sounds.get(lazy_pinyin(text[place], style=Style.NORMAL)[0], []) if c != text[place]]
        if kind < 0.5 and alike:
            put = alike[int(rng.integers(0, len(alike)))]
        else:
            put = "" if kind > 0.8 and len(text) > 2 else pool[int(rng.integers(0, len(pool)))]
        changed.append(text[:place] + put + text[place + 1 :])
    return names.scatter(chosen, changed)


def _numbers(rng: np.random.Generator, people: pl.DataFrame, everybody: pl.DataFrame, rate: float) -> pl.Series:
    numbers, size = people["id_number"], people.height
    kind = np.searchsorted(np.cumsum([0.015, 0.012, 0.008, 0.010, 0.010]) * rate, rng.random(size), side="right")
    put: list[str | None] = []
    chosen = np.flatnonzero(kind < 5)
    near = people["person"].to_numpy()
    # The neighbour in the list of everybody mostly lives in the same household.
    theirs = everybody["id_number"].gather(
        np.where(rng.random(size) < 0.7, (near + 1) % everybody.height, rng.integers(0, everybody.height, size))
    )
    for place, text, other in zip(chosen, numbers.gather(chosen), theirs.gather(chosen), strict=True):
        at = int(rng.integers(0, 16))
        match kind[place]:
            case 0:
                put.append(None)
            case 1:
                digit = str((int(text[at]) + int(rng.integers(1, 10))) % 10)
                put.append(text[:at] + digit + text[at + 1 :])
            case 2:
                at = next((p for p in (*range(at, 16), *range(at)) if text[p] != text[p + 1]), 0)
                put.append(text[:at] + text[at + 1] + text[at] + text[at + 2 :])
            case 3:
                put.append(text[:6] + text[8:17] if text[6:8] == "19" else text)
            case _:
                put.append(other)
    return numbers.scatter(chosen, put)


def _births(rng: np.random.Generator, days: np.ndarray, rate: float) -> pl.Series:
    """Of the changed: half with day and month swapped where that is a date, else another day of the month."""
    table = pl.DataFrame({"days": days}).select(pl.col("days").cast(pl.Int32).cast(pl.Date).alias("born"))
    swapped = pl.when(pl.col("born").dt.day() <= 12).then(
        pl.date(pl.col("born").dt.year(), pl.col("born").dt.day(), pl.col("born").dt.month())
    )
    other = pl.date(pl.col("born").dt.year(), pl.col("born").dt.month(), pl.Series(rng.integers(1, 29, len(days))))
    kinds = rng.random(len(days))
    made = pl.when(pl.Series(kinds < 0.5)).then(pl.coalesce(swapped, other)).otherwise(other)
    return table.select(pl.when(pl.Series(chance(rng, len(days), rate))).then(made).otherwise("born")).to_series()


def make(size: int, seed: int, out: Path) -> None:
    """Both sides into `out`."""
    everybody = population(int(size * (2 - OVERLAP)), seed)
    out.mkdir(parents=True, exist_ok=True)
    order = stream(seed, "order").permutation(everybody.height)
    side(everybody[np.sort(order[:size])], everybody, seed, "A", 0.4).write_parquet(out / "a.parquet")
    side(everybody[np.sort(order[-size:])], everybody, seed, "B", 1.0).write_parquet(out / "b.parquet")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    make(options.people, options.seed, options.out)
