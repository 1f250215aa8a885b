"""The invented divisions of the sample city: three counties, their townships and villages.

The whole set is fixed (data/reference/divisions.csv names it); a small city lives in the first few of each.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from transforms.sample.draw import Ints, weighted

CITY = ("9999", "示例市")
COUNTIES = (("999901", "青岚区"), ("999902", "柳泉县"), ("999903", "沙渡县"))
_TOWNS = ("城关街道", "白塔镇", "三桥镇", "枣林乡", "南河镇", "石佛镇", "双槐街道", "马岭乡")
_FIRST = ("新", "东", "西", "上", "下", "大", "小", "前", "后", "北", "南", "中")
_SECOND = ("桥", "塘", "坪", "湾", "岗", "庄", "井", "沟")
_TOWN_COUNT = len(_TOWNS)
_VILLAGE_COUNT = 12
BIRTH_PREFIXES = (999901, 999902, 999903, 999911, 999924, 999938)
"""Divisions of first registration: the city's own and some from elsewhere, all invented."""
_STREETS = ("人民路", "建设路", "和平街", "光明路", "幸福巷")


@dataclass(frozen=True, slots=True)
class Villages:
    """Villages and residents' committees in use; arrays run in step."""

    code: pl.Series
    name: pl.Series
    county: Ints
    urban: Ints

    def __len__(self) -> int:
        return len(self.code)


def _village_name(town: int, village: int) -> str:
    kind = "社区" if _urban(town, village) else "村"
    return _FIRST[(village * 5 + town) % len(_FIRST)] + _SECOND[(village + town * 3) % len(_SECOND)] + kind


def _urban(town: int, village: int) -> bool:
    return _TOWNS[town].endswith("街道") or village < 2


def divisions() -> pl.DataFrame:
    """All divisions: code, name, parent, valid_from, valid_until (null while in force).

    One village was merged into another at the end of 2025: old records still carry its code.
    """
    since = date(2010, 1, 1)
    rows: list[tuple[str, str, str | None, date, date | None]] = [(*CITY, None, since, None)]
    for county, county_name in COUNTIES:
        rows.append((county, county_name, CITY[0], since, None))
        for town, town_name in enumerate(_TOWNS):
            parent = f"{county}{town + 1:03d}"
            rows.append((parent, town_name, county, since, None))
            rows.extend(
                (f"{parent}{village + 1:03d}", _village_name(town, village), parent, since, None)
                for village in range(_VILLAGE_COUNT)
            )
    rows.append(("999901001099", "老渡口村", "999901001", since, date(2025, 12, 31)))
    schema = {"code": pl.String, "name": pl.String, "parent": pl.String, "valid_from": pl.Date, "valid_until": pl.Date}
    return pl.DataFrame(rows, schema=schema, orient="row").sort("code")


def villages(people: int) -> Villages:
    """The villages a city of that size lives in: about one for every 150 people, at least twelve."""
    towns = int(np.clip(round(people / 3 / 600), 2, _TOWN_COUNT))
    each = int(np.clip(round(people / 3 / towns / 150), 2, _VILLAGE_COUNT))
    codes, names, county, urban = [], [], [], []
    for number, (code, county_name) in enumerate(COUNTIES):
        for town in range(towns):
            for village in range(each):
                codes.append(f"{code}{town + 1:03d}{village + 1:03d}")
                names.append(county_name + _TOWNS[town] + _village_name(town, village))
                county.append(number)
                urban.append(int(_urban(town, village)))
    return Villages(pl.Series(codes), pl.Series(names), np.array(county), np.array(urban))


def addresses(rng: np.random.Generator, place: Villages, village: Ints) -> pl.Series:
    """One address for each village index: in towns a street, building and flat, in villages a group and a door."""
    size = len(village)
    street = pl.Series(_STREETS).gather(pl.Series(weighted(rng, (3, 3, 2, 2, 1), size)))
    number, flat, group, door = (pl.Series(rng.integers(1, top, size)) for top in (300, 30, 9, 120))
    parts = {"street": street, "number": number, "flat": flat, "group": group, "door": door}
    frame = pl.DataFrame({"place": place.name.gather(pl.Series(village)), "urban": place.urban[village], **parts})
    return frame.select(
        pl.when(pl.col("urban") == 1)
        .then(pl.format("{}{}{}号{}室", "place", "street", "number", 100 + pl.col("flat")))
        .otherwise(pl.format("{}{}组{}号", "place", "group", "door"))
    ).to_series()
