"""Damaged identities written into a finished table: numbers, names, sexes and birth dates of some records."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from schemas.catalogue import PersonColumns, TableSpec
from transforms.sample.city import City
from transforms.sample.draw import NOBODY, YEAR, Mask, chance, stream
from transforms.sample.identify import Registered
from transforms.sample.names import SURNAMES, given
from transforms.sample.noise import Kind, name_kinds, number_kinds
from transforms.sample.numbers import sequences, seventeen, with_check

_OLD_NUMBERS = ("properties", "marriages", "enrolments", "pensions", "contributions")
"""A person whose number was once corrected still has the old one in one of these."""
_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Persona:
    """By person: everything damage may need, and who is left alone; `hard`: twice the damage of the field."""

    frame: pl.DataFrame
    protected: Mask
    hard: bool = False


def personas(city: City, known: Registered, protected: Mask, *, hard: bool = False) -> Persona:
    """Old numbers, former names, a relative's number, rarity of the name, year of birth."""
    rng = stream(city.seed, "damage of people")
    people = city.people
    size = len(people)
    parent = np.where(people.mother != NOBODY, people.mother, people.father)
    relative = pl.Series(np.where(people.spouse != NOBODY, people.spouse, parent))
    family = known.number.gather(pl.select(pl.when(relative != NOBODY).then(relative)).to_series())
    year = (people.birth / YEAR + 1970).astype(np.int64)
    # A second number in a division of its own: never one that somebody else has.
    prefix = np.full(size, 999_950)
    second = with_check(seventeen(prefix, people.birth, sequences(rng, prefix, people.birth, people.sex)))
    corrected = pl.Series(
        chance(rng, size, np.where(year < 1986, 0.03, 0.005) if hard else np.where(year < 1986, 0.02, 0.002))
    )
    renamed = pl.Series(chance(rng, size, 0.015 if hard else 0.008))
    former = pl.Series(SURNAMES).gather(pl.Series(city.identity.surname)) + given(rng, year, people.sex)
    columns = {
        "family": family,
        "old": pl.select(pl.when(corrected).then(second)).to_series(),
        "former": pl.select(pl.when(renamed).then(former)).to_series(),
        "rare": pl.Series(city.identity.rare),
        "born": pl.Series(year),
    }
    return Persona(pl.DataFrame(columns), protected, hard)


def damage_identities(frame: pl.DataFrame, spec: TableSpec, persona: Persona, seed: int) -> pl.DataFrame:
    """The table with identity damage; what was done to a role stands in `_noise_<role>`, kinds joined by `;`.

    All versions of a record are damaged alike. Planted people and newborn children without a number are left alone.
    """
    for person in spec.persons:
        rng = stream(seed, f"damage of {spec.key} {person.role}")
        frame = _damaged_role(frame, spec, person, persona, rng)
    if spec.table == "properties":
        frame = _joined_owners(frame, spec.persons[0])
    if spec.table == "deaths":
        frame = _applicants_number(frame, persona, seed)
    return frame


def _damaged_role(
    frame: pl.DataFrame, spec: TableSpec, person: PersonColumns, persona: Persona, rng: np.random.Generator
) -> pl.DataFrame:
    rows = frame["_row"].to_numpy()
    size = int(rows.max(initial=-1)) + 1
    draws = {name: rng.integers(0, _MILLION, size)[rows] for name in ("number_draw", "name_draw", "other_draw", "turn")}
    who = frame[f"@{person.role}"]
    whom = who.fill_null(0).to_numpy()
    kept = (who.is_null() | frame[person.id_number].is_null()).to_numpy() | persona.protected[whom]
    facts = persona.frame[pl.Series(whom)]
    work = facts.with_columns(
        frame[person.name].alias("name"),
        frame[person.id_number].alias("number"),
        pl.Series("kept", kept),
        *(pl.Series(name, values) for name, values in draws.items()),
    )
    place = _OLD_NUMBERS.index(spec.table) if spec.table in _OLD_NUMBERS else -1
    old = pl.when((pl.lit(pl.Series(whom)) % len(_OLD_NUMBERS) == place) & ~pl.col("kept")).then("old")
    numbers, number_noise = _chosen("number_draw", number_kinds(spec.table, hard=persona.hard))
    names, name_noise = _chosen("name_draw", name_kinds(spec.table, hard=persona.hard))
    old_noise = pl.when(old.is_not_null()).then(pl.lit("old_number"))
    work = work.with_columns(
        pl.coalesce(old, numbers, "number").alias("new_number"),
        pl.coalesce(names, "name").alias("new_name"),
        pl.concat_list(pl.coalesce(old_noise, number_noise), name_noise).list.drop_nulls().alias("noise"),
    )
    replaced = [
        pl.when(who.is_not_null()).then(work["new_name"]).otherwise(frame[person.name]).alias(person.name),
        pl.when(who.is_not_null()).then(work["new_number"]).otherwise(frame[person.id_number]).alias(person.id_number),
    ]
    result = frame.with_columns(*replaced, work["noise"].list.join(";").alias(f"_noise_{person.role}"))
    return _wrong_sex_and_birth(result, person, work["other_draw"], work["kept"], 3 if persona.hard else 1)


def _chosen(draw: str, kinds: list[Kind]) -> tuple[pl.Expr, pl.Expr]:
    """The damaged value of the kind drawn for a record, and the kind's name; null for most records."""
    value: pl.Expr = pl.lit(None, dtype=pl.String)
    name = value
    begin = sum(kind.share for kind in kinds)
    for kind in reversed(kinds):
        # The kinds' shares may add up to more than a million: each begins where the last one ended and wraps round.
        begin -= kind.share
        hit = ((pl.col(draw) - begin) % _MILLION < kind.share) & ~pl.col("kept") & kind.value.is_not_null()
        value, name = (
            pl.when(hit).then(kind.value).otherwise(value),
            pl.when(hit).then(pl.lit(kind.name)).otherwise(name),
        )
    return value, name


def _wrong_sex_and_birth(
    frame: pl.DataFrame, person: PersonColumns, draw: pl.Series, kept: pl.Series, times: int
) -> pl.DataFrame:
    """One sex in a thousand is wrong; one birthday in a hundred of the old is the lunar one; or so many times more."""
    noise = f"_noise_{person.role}"
    if person.sex:
        hit = (draw < 1000 * times) & ~kept
        other = pl.when(pl.col(person.sex) == "男").then(pl.lit("女")).otherwise(pl.lit("男"))
        frame = frame.with_columns(pl.when(hit).then(other).otherwise(person.sex).alias(person.sex))
        frame = frame.with_columns(_more(noise, hit, "wrong_sex"))
    if person.birth_date:
        birth = pl.col(person.birth_date)
        share = pl.when(birth.dt.year() < 1967).then(10_000 * times).otherwise(2000 * times)
        late = (pl.lit(draw) > 500_000) & (pl.lit(draw) < 500_000 + share) & pl.lit(~kept)
        moved = birth + pl.duration(days=20 + pl.lit(draw) % 30)
        frame = frame.with_columns(_more(noise, late, "wrong_birth"))
        frame = frame.with_columns(pl.when(late).then(moved).otherwise(birth).alias(person.birth_date))
    return frame


def _more(noise: str, hit: pl.Expr | pl.Series, kind: str) -> pl.Expr:
    longer = pl.when(pl.col(noise) == "").then(pl.lit(kind)).otherwise(pl.col(noise) + ";" + kind)
    return pl.when(hit).then(longer).otherwise(pl.col(noise)).alias(noise)


def _joined_owners(frame: pl.DataFrame, person: PersonColumns) -> pl.DataFrame:
    """Rows with a second owner hold both in one cell: names with 、 and numbers, in the same order, with a comma."""
    both = pl.col("@owner2").is_not_null()
    name, number = pl.col(person.name), pl.col(person.id_number)
    return frame.with_columns(
        pl.when(both).then(name + "、" + pl.col("_second_name")).otherwise(name).alias(person.name),
        pl.when(both).then(number + "," + pl.col("_second_number")).otherwise(number).alias(person.id_number),
        _more("_noise_owner", both, "several_owners"),
    )


def _applicants_number(frame: pl.DataFrame, persona: Persona, seed: int) -> pl.DataFrame:
    """Some deaths stand under the number of the living relative who came: five in a thousand, at least one."""
    whom = frame["@deceased"].to_numpy()
    able = np.flatnonzero(persona.frame["family"].gather(whom).is_not_null().to_numpy() & ~persona.protected[whom])
    hit = stream(seed, "funerals").permutation(able)[: max(1, len(frame) // 200)]
    wrong = pl.Series(np.isin(np.arange(len(frame)), hit))
    relative = persona.frame["family"].gather(whom)
    return frame.with_columns(
        pl.when(wrong).then(relative).otherwise("id_number").alias("id_number"),
        _more("_noise_deceased", wrong, "family"),
    )
