"""Fact `number_doubt`: person references of every table whose number has something to ask about.

Not one of the departments' modules: it is made for each table that names people, so that a new department has it too.
Only doubtful references become rows, a few in a hundred; everybody else's number is only looked at by column.
"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from schemas.types import PersonColumns
from transforms.facts.keyed import Keyed
from transforms.link.number import CENTENARIAN_FROM
from transforms.stage.owners import SEVERAL

CHILD_PROGRAMS = ("孤儿基本生活费", "事实无人抚养儿童基本生活费")
_CHILD_ROLE = "child"
_EIGHTEEN = r"^.{18}$"


def number_doubts(keyed: Keyed, persons: Iterable[PersonColumns], label: str) -> pl.LazyFrame:
    """Doubtful references of one table, in order of role, row and owner; `label` is the table's name in Chinese.

    `candidate` is the person that a repaired number led to. It stays the candidate where the link is only likely and
    taken away: then it is somebody else than the record's person, and no finding.
    """
    roles = [_of_role(keyed, person) for person in persons]
    return pl.concat(roles, how="diagonal_relaxed").with_columns(table_label=pl.lit(label))


def _of_role(keyed: Keyed, person: PersonColumns) -> pl.LazyFrame:
    columns = keyed.rows.collect_schema().names()
    own = keyed.rows.select(
        "row",
        pl.when(~pl.col(person.name).str.contains(SEVERAL)).then(pl.col(person.name)).alias("name"),
        _text(person.id_number).alias("number"),
        _text(person.sex).alias("sex"),
        (pl.lit(None) if person.birth_date is None else pl.col(person.birth_date)).cast(pl.Date).alias("birth_date"),
        (pl.col("program").is_in(CHILD_PROGRAMS) if "program" in columns else pl.lit(value=False)).alias("child"),
        *(_text(name if name in columns else None).alias(name) for name in ("household_no", "division_code")),
    )
    borrowed = pl.col("number_holder_key") != pl.col("person_key")
    suspect = pl.col("number_state").is_in(["invalid", "legacy15"]) | borrowed
    links = keyed.links.filter((pl.col("person_role") == person.role) & (pl.col("number_state") != "empty"))
    if not (person.sex or person.birth_date or person.role == _CHILD_ROLE or "program" in columns):
        # Nothing but the link speaks: the rows of millions of others need not be looked at.
        links = links.filter(suspect)
    said = own.join(links, on="row", how="inner", maintain_order="right").with_columns(
        declared_child=pl.lit(person.role == _CHILD_ROLE) | pl.col("child").fill_null(value=False),
        **_against(person),
    )
    doubtful = suspect | pl.col("sex_differs") | pl.col("birth_days_off").is_not_null() | pl.col("declared_child")
    repaired = pl.when(pl.col("method") == "repaired_id").then("person_key")
    return said.filter(doubtful.fill_null(value=False)).with_columns(
        pl.coalesce("birth_date", _told_by_digits()).alias("birth_date"),
        number_holder_apart_key="number_holder_key",
        candidate_key=repaired,
        candidate_apart_key=repaired,
    )


def _text(name: str | None) -> pl.Expr:
    return (pl.lit(None) if name is None else pl.col(name)).cast(pl.String)


def _against(person: PersonColumns) -> dict[str, pl.Expr]:
    """What the record's own sex and birth date say against a readable number; null where there is nothing to say."""
    state, number = pl.col("number_state"), pl.col("number")
    legacy = state == "legacy15"
    against: dict[str, pl.Expr] = {"sex_differs": pl.lit(None), "birth_days_off": pl.lit(None)}
    if person.birth_date is not None:
        century = pl.when(number.str.slice(12) >= str(CENTENARIAN_FROM)).then(pl.lit("18")).otherwise(pl.lit("19"))
        digits = (
            pl.when(state == "valid").then(number.str.slice(6, 8)).when(legacy).then(century + number.str.slice(6, 6))
        )
        days = (pl.col("birth_date") - digits.str.to_date("%Y%m%d", strict=False)).dt.total_days()
        against["birth_days_off"] = pl.when(days != 0).then(days)
    if person.sex is not None:
        place = pl.when(state == "valid").then(number.str.slice(16, 1)).when(legacy).then(number.str.slice(14, 1))
        male = place.is_in(list("13579"))
        known = pl.col("sex").is_in(["男", "女"]) & place.is_not_null()
        against["sex_differs"] = pl.when(known).then((pl.col("sex") == "男") != male)
    return against


def _told_by_digits() -> pl.Expr:
    """The date in a number nobody vouches for: of an invalid one of 18 places the wrong place is mostly another."""
    state, number = pl.col("number_state"), pl.col("number")
    shaped = (state == "invalid") & number.str.contains(_EIGHTEEN)
    digits = pl.when(shaped).then(number.str.slice(6, 8))
    return digits.when(state == "legacy15").then("19" + number.str.slice(6, 6)).str.to_date("%Y%m%d", strict=False)
