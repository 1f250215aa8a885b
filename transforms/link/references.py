"""Person references: who a delivered row names, one row for each person of each role.

Reading of the contract (exports.yaml, rules.md "Reading the files"): a cell may hold several owners, whose numbers
pair by position; an empty role, or a company, names nobody; a column of type text (the seller) names a
person only beside a number.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Protocol

import polars as pl

from transforms.link.number import read_numbers, usable
from transforms.stage.owners import SEVERAL, split_owners

REFERENCE = {
    "row": pl.UInt32(),
    "record_no": pl.String(),
    "person_role": pl.String(),
    "owner_index": pl.Int16(),
    "name": pl.String(),
    "id_number": pl.String(),
    "sex": pl.String(),
    "birth_date": pl.Date(),
}
"""Columns of a reference. owner_index counts from 1 inside its cell; name, number, sex, birth date are its own."""

_ORGANISATION_NAME = (
    r"^.{2,}(公司|集团|银行|合作社|联合社|企业|中心|委员会|管理局|事务局|工厂|商店|学校|医院|人民政府|协会|基金会|"
    r"研究院|研究所|事务所|经营部|工作室|合伙|村民小组|管委会|居委会|村委会)([(（].*[)）])?$"
)
_ORGANISATION_NUMBER = r"^[1-9ANY][1-9A-G][0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$"
_OLD_ORGANISATION_NUMBER = r"^[0-9A-Z]{8}-?[0-9X]$"
_REGISTERED_BUSINESS = r"^9[1-3][0-9]{15}[0-9X]$"


class PersonIn(Protocol):
    """Columns of a row that describe one person (schemas.types.PersonColumns)."""

    @property
    def role(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def id_number(self) -> str: ...
    @property
    def sex(self) -> str | None: ...
    @property
    def birth_date(self) -> str | None: ...


def person_references(
    in_force: pl.DataFrame, persons: Iterable[PersonIn], number_needed: Collection[str] = ()
) -> pl.DataFrame:
    """References of one table in force (columns of REFERENCE), role by role, in row order.

    `in_force` has row, record_no and the table's typed columns. `number_needed`: roles whose name column is
    plain text, which is a person only with a number that is no organisation's.
    """
    roles = [_of_role(in_force, person, number_needed=person.role in number_needed) for person in persons]
    return pl.concat(roles) if roles else pl.DataFrame(schema=REFERENCE)


def _of_role(in_force: pl.DataFrame, person: PersonIn, *, number_needed: bool) -> pl.DataFrame:
    named = in_force.select(
        "row",
        "record_no",
        pl.lit(person.role).alias("person_role"),
        pl.lit(1, pl.Int16).alias("owner_index"),
        pl.col(person.name).alias("name"),
        pl.col(person.id_number).alias("id_number"),
        (pl.lit(None) if person.sex is None else pl.col(person.sex)).cast(pl.String).alias("sex"),
        (pl.lit(None) if person.birth_date is None else pl.col(person.birth_date)).cast(pl.Date).alias("birth_date"),
    )
    plain = named.select(_plain().fill_null(value=False)).to_series()
    if plain.all():
        return named
    rest = split_owners(named.filter(~plain)).select(named.columns)
    return pl.concat([named.filter(plain), _people(rest, number_needed=number_needed)]).sort(
        "row", "owner_index", maintain_order=True
    )


def _plain() -> pl.Expr:
    """True for a short name beside a number of 18 digits: one person, whatever the rules below would say.

    Nearly every row is plain, and this costs a tenth of the patterns. An organisation's name takes more than three
    characters (nine bytes); a letter inside a number makes it another kind of number.
    """
    name, number = pl.col("name"), pl.col("id_number")
    return (
        (name.str.len_bytes() <= 9)
        & ~name.str.contains(SEVERAL)
        & (number.str.len_bytes() == 18)
        & number.str.head(17).str.to_integer(strict=False).is_not_null()
        & ~number.str.starts_with("91")
        & ~number.str.starts_with("92")
        & ~number.str.starts_with("93")
    )


def _people(named: pl.DataFrame, *, number_needed: bool) -> pl.DataFrame:
    """Drop empty roles and organisations; empty text becomes null."""
    named = named.with_columns(pl.when(pl.col(column) != "").then(pl.col(column)) for column in ("name", "id_number"))
    present = pl.col("name").is_not_null() | pl.col("id_number").is_not_null()
    needed = pl.col("id_number").is_not_null() if number_needed else pl.lit(value=True)
    kept = named.filter(present & needed)
    return kept.filter(~is_organisation(kept))


def is_organisation(named: pl.DataFrame) -> pl.Series:
    """True for rows (name, id_number) that are an organisation: by its name, or by a number that no citizen has.

    A unified social credit code has letters inside, or begins with 91 to 93; a valid citizen number is never one.
    """
    number = pl.col("id_number")
    lettered = number.str.contains(_ORGANISATION_NUMBER) & number.str.slice(0, 17).str.contains("[A-Z]")
    code = lettered | number.str.contains(_REGISTERED_BUSINESS) | number.str.contains(_OLD_ORGANISATION_NUMBER)
    by_number = (code & ~usable()).fill_null(value=False)
    by_name = (pl.col("name").str.contains(_ORGANISATION_NAME) & ~usable()).fill_null(value=False)
    return (
        pl.concat([named, read_numbers(named["id_number"])], how="horizontal").select(by_number | by_name).to_series()
    )
