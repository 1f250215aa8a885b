"""Homes owned, bought and rented by the invented people (housing)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from transforms.sample.draw import NOBODY, YEAR, Ints, Mask, amounts, blank, chance, coded, dates, stream, weighted
from transforms.sample.frames import persons, table
from transforms.sample.homes import Homes
from transforms.sample.people import People
from transforms.sample.places import Villages, addresses

RESIDENTIAL = ("住宅", "宅基地")
ACQUIRED = ("购买", "自建", "危房改造", "继承", "赠与", "拆迁安置", "其他")
USAGES = ("住宅", "商业", "办公", "车位", "宅基地", "其他")
_DEVELOPERS = ("恒源", "东湖", "金地源", "安和")


@dataclass(frozen=True, slots=True)
class Units:
    """Real-estate units by number: first owner, second owner (NOBODY), usage, area, day registered, former or not."""

    owner: Ints
    second: Ints
    usage: Ints
    area: Ints
    registered: Ints
    former: Mask
    village: Ints

    def owners(self, usages: tuple[str, ...], size: int) -> Ints:
        """How many present units of these usages each person owns or shares."""
        chosen = np.isin(self.usage, [USAGES.index(usage) for usage in usages]) & ~self.former
        both = np.r_[self.owner[chosen], self.second[chosen]]
        return np.bincount(both[both != NOBODY], minlength=size).astype(np.int64)


def draw_units(people: People, homes: Homes, place: Villages, seed: int, today: int) -> Units:
    """Most homes own one unit, some two, few a shop, an office or a parking space."""
    rng = stream(seed, "units")
    first = np.flatnonzero(chance(rng, len(homes), 0.72))
    second = first[chance(rng, len(first), 0.12)]
    other = first[chance(rng, len(first), 0.1)]
    past = np.flatnonzero(chance(rng, len(homes), 0.09))
    home = np.r_[first, second, other, past]
    sort = np.repeat([0, 0, 1, 0], [len(first), len(second), len(other), len(past)])
    village = homes.village[home]
    rural = place.urban[village] == 0
    side = np.array([1, 2, 3, 5])[weighted(rng, (3, 1.5, 5, 1), len(home))]
    usage = np.where(sort == 1, side, np.where(rural & chance(rng, len(home), 0.75), 4, 0))
    area = np.where(sort == 1, rng.normal(4200, 1500, len(home)), rng.normal(9200, 2300, len(home)))
    owner = homes.head[home]
    spouse = people.spouse[owner]
    shared = (spouse != NOBODY) & people.living[np.maximum(spouse, 0)] & chance(rng, len(home), 0.3)
    registered = today - 400 - (rng.gamma(2.0, 4.0, len(home)) * YEAR).astype(np.int64)
    former = np.repeat([False, True], [len(home) - len(past), len(past)])
    area = np.maximum(area, 1500).astype(np.int64)
    return Units(owner, np.where(shared, spouse, NOBODY), usage, area, registered, former, village)


def unit_numbers(number: pl.Series, code: pl.Series) -> pl.Series:
    """28-character unit numbers in the form of the registration standard, in the village of `code`."""
    return code + "GB" + (number // 90 + 1).cast(pl.String).str.zfill(5) + "F" + number.cast(pl.String).str.zfill(8)


def properties(units: Units, place: Villages, seed: int, today: int, joined_share: float) -> pl.DataFrame:
    """Registry rows: one an owner; two owners of a unit hold half each.

    `joined_share` of the shared units have both owners in one cell instead (`@owner2`) and no share.
    """
    rng = stream(seed, "properties")
    pairs = np.flatnonzero(units.second != NOBODY)
    in_one_cell = chance(rng, len(pairs), joined_share)
    shared = pairs[~in_one_cell]
    joined = np.zeros(len(units.owner), dtype=bool)
    joined[pairs[in_one_cell]] = True
    unit = np.r_[np.arange(len(units.owner)), shared]
    second = np.r_[np.where(joined, units.second, NOBODY), np.full(len(shared), NOBODY)]
    half = (units.second[unit] != NOBODY) & ~joined[unit]
    columns = {
        "unit_no": unit_numbers(pl.Series(unit), place.code.gather(pl.Series(units.village[unit]))),
        "@owner": persons(np.r_[units.owner, units.second[shared]]),
        "@owner2": persons(second),
        "share_percent": amounts(np.where(half, 5000, 10_000), ~half),
        "usage": coded(USAGES, units.usage[unit]),
        "area_m2": amounts(units.area[unit]),
        "address": blank(addresses(rng, place, units.village).gather(pl.Series(unit)), chance(rng, len(unit), 0.25)),
        "registered_on": dates(units.registered[unit]),
        "status": coded(("现势", "历史"), units.former[unit].astype(np.int64)),
    }
    return table(len(unit), columns | _acquired(units, unit, stream(seed, "acquired"), today))


def _acquired(units: Units, unit: Ints, rng: np.random.Generator, today: int) -> dict[str, pl.Series]:
    """How each unit was come by; when a self-built house was finished, and a former title ended, where it is known.

    Titles that ended lately are those of planted cases only.
    """
    size = len(units.owner)
    bought = weighted(rng, (80, 0, 0, 9, 3, 6, 2), size)
    acquired = np.where(units.usage == USAGES.index("宅基地"), np.where(chance(rng, size, 0.93), 1, 2), bought)
    built = units.registered - rng.integers(60, 4000, size)
    ended = units.registered + rng.integers(300, 3000, size)
    known = units.former & (ended < today - 2700)
    return {
        "acquired_by": coded(ACQUIRED, acquired)[unit],
        "built_on": dates(built, ~np.isin(acquired, (1, 2)) | chance(rng, size, 0.4))[unit],
        "ended_on": dates(ended, ~known)[unit],
    }


def rentals(people: People, homes: Homes, units: Units, place: Villages, seed: int, today: int) -> pl.DataFrame:
    """Public rental and subsidies: only homes that own nothing to live in."""
    rng = stream(seed, "rentals")
    own = units.owners(RESIDENTIAL, len(people)) > 0
    owning_homes = np.unique(homes.home[np.flatnonzero(own & people.living)])
    free = np.setdiff1d(np.arange(len(homes)), owning_homes)
    chosen = rng.permutation(free)[: max(2, round(len(people) * 0.009))]
    size = len(chosen)
    start = today - rng.integers(60, 2000, size)
    ended = chance(rng, size, 0.15)
    kind = weighted(rng, (6, 4), size)
    end = np.where(ended, np.minimum(start + 365, today - 5), today + 400)
    columns = {
        "@tenant": persons(homes.head[chosen]),
        "kind": coded(("公租房", "租赁补贴"), kind),
        "address": addresses(rng, place, homes.village[chosen]),
        "area_m2": amounts(rng.integers(3500, 6500, size)),
        "start_on": dates(start),
        "end_on": dates(end, chance(rng, size, 0.3) & ~ended),
        "monthly_yuan": amounts(np.where(kind == 0, rng.integers(120, 450, size), rng.integers(150, 400, size)) * 100),
    }
    return table(size, columns)


def sale_contracts(
    people: People, homes: Homes, place: Villages, buyers: Ints, seed: int, today: int, nights: int
) -> pl.DataFrame:
    """Contracts of the last three years, a few more each night; `buyers` are people who may buy (none on aid)."""
    rng = stream(seed, "sales")
    history = max(3, round(len(people) * 0.009))
    nightly = max(1, round(len(people) * 0.0012))
    size = min(history + nightly * (nights - 1), len(buyers))
    night = np.repeat(np.arange(nights), [history, *[nightly] * (nights - 1)])[:size]
    buyer = rng.permutation(buyers)[:size]
    signed = np.where(night > 0, today + night, today - rng.integers(1, 1100, size))
    private = chance(rng, size, 0.3)
    seller = np.where(private, rng.permutation(buyers)[-size:], NOBODY)
    seller = np.where(seller == buyer, NOBODY, seller)
    usage = weighted(rng, (70, 6, 3, 20, 0, 1), size)
    area = np.clip(rng.normal(9500, 2500, size), 1200, 22_000).astype(np.int64)
    developer = pl.Series(_DEVELOPERS).gather(pl.Series(rng.integers(0, len(_DEVELOPERS), size)))
    company = pl.select(pl.when(pl.Series(seller == NOBODY)).then("示例市" + developer + "置业有限公司")).to_series()
    columns = {
        "@buyer": persons(buyer),
        "@seller": persons(seller),
        "seller_company": company,
        "usage": coded(("住宅", "商业", "办公", "车位", "住宅", "其他"), usage),
        "area_m2": amounts(area),
        "price_yuan": amounts(area * rng.integers(4200, 9800, size)),
        "signed_on": dates(signed),
        "address": addresses(rng, place, homes.village_of(buyer)),
    }
    return table(size, columns, night)
