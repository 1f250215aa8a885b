"""Assemble: in-force rows of the departments' tables plus their person links -> facts.

After this step departments are gone: rules and verification ask for kinds of facts (`schemas/facts.py`). Each
department's module says in `BUILDERS` which facts its tables give; it is found by its presence, so that a new
department edits no file. A builder keeps the pointer to the delivered row and changes no value.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

import polars as pl

from schemas.catalogue import TABLES
from schemas.facts import FACTS
from transforms.facts.keyed import Builders, Keyed
from transforms.facts.numbers import number_doubts

__all__ = ["Keyed", "builders", "facts_of", "shaped"]


@cache
def builders() -> Builders:
    """What each delivered table gives, from every department module of this package."""
    found: Builders = {}
    for module in sorted(info.name for info in pkgutil.iter_modules(__path__)):
        found |= getattr(importlib.import_module(f"{__name__}.{module}"), "BUILDERS", {})
    return found


def shaped(frame: pl.LazyFrame, fact: str, table: str) -> pl.LazyFrame:
    """Give a frame exactly the columns and types of a fact; columns the table does not have are null."""
    present = set(frame.collect_schema().names())

    def column(name: str, dtype: pl.DataType) -> pl.Expr:
        if name == "source_table":
            return pl.lit(table, dtype=dtype).alias(name)
        return (pl.col(name) if name in present else pl.lit(None)).cast(dtype).alias(name)

    return frame.select(column(name, dtype) for name, dtype in FACTS[fact].polars_schema.items())


def facts_of(keyed: Keyed) -> dict[str, pl.LazyFrame]:
    """All facts of one delivered table, by fact name. Grain: see `schemas/facts.py`."""
    facts = {fact: shaped(build(keyed), fact, keyed.table) for fact, build in builders().get(keyed.table, ())}
    spec = TABLES[keyed.table]
    if spec.persons:
        label = f"{spec.label}({spec.department_label})"
        facts["number_doubt"] = shaped(number_doubts(keyed, spec.persons, label), "number_doubt", keyed.table)
    return facts
