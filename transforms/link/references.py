"""Person references: who a delivered row names, one row for each person of each role.

Reading of the contract (exports.yaml, rules.md "Reading the files"): a cell may hold several owners, whose numbers
pair by position; an empty role names nobody, nor does a company in a role that a company may play
(organisations.ORGANISATION_ROLES); a column of type text (the seller) names a person only beside a number. Any other
row with a name or a number names somebody, however wrong the number is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Protocol

import polars as pl

from transforms.link.number import EIGHTEEN
from transforms.link.organisations import ORGANISATION_ROLES, SHORTEST_NAME, has_birth_date, is_organisation
from transforms.stage.blanks import BLANKS
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
    perhaps_organisation = person.role in ORGANISATION_ROLES
    plain = named.select(_plain(perhaps_organisation).fill_null(value=False)).to_series()
    if plain.all():
        return named
    people = _people(named.filter(~plain), number_needed=number_needed)
    if perhaps_organisation:
        people = people.filter(~is_organisation(people))
    return pl.concat([named.filter(plain), people]).sort("row", "owner_index", maintain_order=True)


def _plain(perhaps_organisation: bool) -> pl.Expr:
    """True for one name beside a number of 18 digits: one person, whatever the rules below would say.

    Nearly every row is plain, and this costs a tenth of the patterns. Where an organisation may stand, the name must
    be too short for one and the number hold a date of birth, which no code has.
    """
    name, number = pl.col("name"), pl.col("id_number")
    one_name = (name != "") & ~name.str.contains(SEVERAL)
    if perhaps_organisation:
        return one_name & (name.str.len_chars() < SHORTEST_NAME) & has_birth_date(number)
    return one_name & number.str.contains(EIGHTEEN)


def _people(named: pl.DataFrame, *, number_needed: bool) -> pl.DataFrame:
    """One row for each owner of a cell; empty roles are dropped, and those without a number where one is needed."""
    named = named.with_columns(
        pl.when(pl.col(column).str.strip_chars(BLANKS) != "").then(column) for column in ("name", "id_number")
    )
    present = pl.col("name").is_not_null() | pl.col("id_number").is_not_null()
    cells = named.filter(present)
    owners = split_owners(cells).select(named.columns)
    # A stray mark before the first name does not make it the second: many facts take the first person only.
    owners = owners.with_columns(pl.col("owner_index") - pl.col("owner_index").min().over("row") + 1)
    # A cell of nothing but marks between owners names nobody in particular, but it is somebody's row.
    unread = cells.join(owners, on="row", how="anti")
    people = pl.concat([owners, unread])
    return people.filter(pl.col("id_number").is_not_null()) if number_needed else people
