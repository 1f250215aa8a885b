"""Names, numbers, sex and birth dates written into a table in place of person indexes; record numbers; links."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from schemas.catalogue import PersonColumns, TableSpec
from transforms.sample.city import City
from transforms.sample.draw import NOBODY, Mask, dates, stream

_LINK_SCHEMA = {
    "department": pl.String,
    "table_name": pl.String,
    "record_no": pl.String,
    "person_role": pl.String,
    "owner_index": pl.Int16,
    "true_person": pl.Int64,
    "noise_kinds": pl.String,
    "from_night": pl.Int16,
    "to_night": pl.Int16,
}
INSTITUTION = "示例市福利院"
"""Holds the accounts of those it keeps."""
NO_NUMBER_DAYS = 45
"""In a damaged city half of the children younger than this have no number yet."""


@dataclass(frozen=True, slots=True)
class Registered:
    """What departments know of each person; in a damaged city some newborn have no number and two share one."""

    name: pl.Series
    number: pl.Series
    sex: pl.Series
    birth: pl.Series
    account: pl.Series


def registered(city: City, protected: Mask, numberless: Mask) -> Registered:
    """One entry a person, by index. `protected` people keep their own numbers, `numberless` ones have none."""
    people = city.people
    number = city.identity.number
    if not city.clean:
        number = _shared_numbers(city, _without_numbers(city, number, numberless), protected)
    size = len(people)
    account = "6200999" + pl.Series(np.arange(size) * 7919 % 10**6 + 10**6 * (np.arange(size) // 10**6)).cast(
        pl.String
    ).str.zfill(9)
    check = pl.Series(np.arange(size) * 37 % 1000).cast(pl.String).str.zfill(3)
    sex = pl.Series(("男", "女")).gather(pl.Series(people.sex))
    return Registered(city.identity.name, number, sex, dates(people.birth), account + check)


def _without_numbers(city: City, number: pl.Series, numberless: Mask) -> pl.Series:
    young = city.people.living & (city.people.birth > city.today - NO_NUMBER_DAYS)
    without = pl.Series((young & (np.arange(len(number)) % 2 == 0)) | numberless)
    return pl.select(pl.when(~without).then(number)).to_series()


def _shared_numbers(city: City, number: pl.Series, protected: Mask) -> pl.Series:
    """One pair of people in ten thousand (at least one) have had the same number since registration."""
    rng = stream(city.seed, "shared numbers")
    apart = (city.aid.member_of == NOBODY) & ~protected
    grown = np.flatnonzero(city.people.living & (city.people.birth < city.today - 9000) & apart)
    pairs = max(1, len(city.people) // 20_000)
    drawn = rng.permutation(grown)[: 2 * pairs]
    changed = number.clone()
    return changed.scatter(pl.Series(drawn[:pairs]), number.gather(pl.Series(drawn[pairs:])))


def record_numbers(frame: pl.DataFrame, prefix: str, seed: int) -> pl.DataFrame:
    """The frame with `record_no`, mixed at random but rising with the night a record first appears, sorted by it."""
    rows = frame["_row"].to_numpy()
    size = int(rows.max(initial=-1)) + 1
    first = np.full(size, np.iinfo(np.int64).max)
    np.minimum.at(first, rows, frame["_from"].to_numpy())
    order = np.lexsort((stream(seed, prefix).permutation(size), first))
    place = np.empty(size, dtype=np.int64)
    place[order] = np.arange(1, size + 1)
    numbers = pl.Series("_place", place[rows])
    named = frame.with_columns(numbers, (prefix + numbers.cast(pl.String).str.zfill(9)).alias("record_no"))
    return named.sort("_place", "_from", maintain_order=True).drop("_place")


def with_persons(frame: pl.DataFrame, spec: TableSpec, known: Registered) -> pl.DataFrame:
    """The frame with the person columns of the contract filled from what is registered."""
    for person in spec.persons:
        frame = frame.with_columns(_person(frame, person, known))
    if "@owner2" in frame.columns:
        second = frame["@owner2"]
        names, numbers = known.name.gather(second), known.number.gather(second)
        frame = frame.with_columns(names.alias("_second_name"), numbers.alias("_second_number"))
    if "_number" in frame.columns:
        column = spec.persons[0].id_number
        frame = frame.with_columns(pl.coalesce("_number", column).alias(column))
    if "_birth" in frame.columns:
        frame = frame.with_columns(pl.coalesce("_birth", "birth_date").alias("birth_date"))
    if "_account" in frame.columns:
        who = frame["_account"].cast(pl.Int64)
        frame = frame.with_columns(
            known.account.gather(who).alias("bank_account"), known.name.gather(who).alias("account_holder")
        )
    if "_institution" in frame.columns:
        held = pl.when(pl.col("_institution")).then(pl.lit(INSTITUTION)).otherwise("account_holder")
        frame = frame.with_columns(held.alias("account_holder"))
    if "seller_company" in frame.columns:
        frame = frame.with_columns(pl.coalesce("seller_name", "seller_company").alias("seller_name"))
    return frame


def _person(frame: pl.DataFrame, person: PersonColumns, known: Registered) -> list[pl.Series]:
    who = frame[f"@{person.role}"]
    columns = [known.name.gather(who).alias(person.name), known.number.gather(who).alias(person.id_number)]
    if person.sex:
        columns.append(known.sex.gather(who).alias(person.sex))
    if person.birth_date:
        columns.append(known.birth.gather(who).alias(person.birth_date))
    return columns


def links(frame: pl.DataFrame, spec: TableSpec, nights: int) -> pl.DataFrame:
    """The truth of a table: record, role and owner -> true person (index), the nights, and what is wrong with it."""
    parts = [pl.DataFrame(schema=_LINK_SCHEMA)]
    for person in spec.persons:
        for owner, role in enumerate((f"@{person.role}", f"@{person.role}2"), start=1):
            if role not in frame.columns:
                continue
            noise = f"_noise_{person.role}"
            kinds = pl.col(noise) if noise in frame.columns else pl.lit("")
            parts.append(
                frame.filter(pl.col(role).is_not_null()).select(
                    pl.lit(spec.department).alias("department"),
                    pl.lit(spec.table).alias("table_name"),
                    "record_no",
                    pl.lit(person.role).alias("person_role"),
                    pl.lit(owner, dtype=pl.Int16).alias("owner_index"),
                    pl.col(role).cast(pl.Int64).alias("true_person"),
                    kinds.alias("noise_kinds"),
                    (pl.col("_from") + 1).cast(pl.Int16).alias("from_night"),
                    (pl.min_horizontal("_to", pl.lit(nights - 1)) + 1).cast(pl.Int16).alias("to_night"),
                )
            )
    return pl.concat(parts)


def persons_truth(city: City, known: Registered) -> pl.DataFrame:
    """Everybody in the city as they really are."""
    people = city.people
    return pl.DataFrame(
        {
            "true_person": pl.Series(np.arange(len(people))),
            "name": city.identity.name,
            "id_number": city.identity.number,
            "registered_number": known.number,
            "sex": known.sex,
            "birth_date": known.birth,
            "died_on": dates(people.died),
        }
    )
