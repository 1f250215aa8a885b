"""Facts from housing (住建)."""

from __future__ import annotations

import polars as pl

from transforms.facts.keyed import Builders, Keyed, person_of


def properties(keyed: Keyed) -> pl.LazyFrame:
    """One row an owner; a unit held by a company gives none."""
    return keyed.with_every_person("owner").with_columns(kind=pl.lit("registered"), on_date="registered_on")


def sale_contracts(keyed: Keyed) -> pl.LazyFrame:
    """One row a buyer, and one a seller who is a person: a developer's sale has no seller row."""

    def side(role: str, kind: str) -> pl.LazyFrame:
        return keyed.with_every_person(role).with_columns(kind=pl.lit(kind), on_date="signed_on")

    return pl.concat([side("buyer", "bought"), side("seller", "sold")])


BUILDERS: Builders = {
    "housing.properties": (("asset", properties),),
    "housing.rentals": (("rental", person_of("tenant")),),
    "housing.sale_contracts": (("asset", sale_contracts),),
}
