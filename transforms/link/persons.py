"""One row for each person, in both worlds."""

from __future__ import annotations

import polars as pl

from schemas.facts import PERSON
from transforms.link.crosswalk import Keys
from transforms.link.linking import Linked


def persons(linked: Linked, keys: Keys) -> tuple[pl.DataFrame, pl.DataFrame]:
    """(people, people when likely links stand alone), columns of schemas.facts.PERSON, sorted by person_key.

    A person with a number has the number's birth date and sex, and the holder's name as stored in most tables. One
    who stands alone has what the record says; a valid number that somebody else holds is not that person's.
    """
    numbered = linked.groups.join(keys.groups, on="group").select(*PERSON.columns)
    described = linked.descriptors.select("descriptor", "name", "sex", "birth_date")
    own = keys.singles.join(described, on="descriptor").with_columns(id_number=pl.lit(None, pl.String))
    alone = own.filter(pl.col("group").is_null()).select(*PERSON.columns)
    people = pl.concat([numbered, alone]).sort("person_key")
    return people, pl.concat([numbered, own.select(*PERSON.columns)]).sort("person_key")
