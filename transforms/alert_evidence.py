"""Evidence of an alert: one canonical text, its fingerprint, the records it points at, what changed.

An evidence item is a struct (source_table, record_no, what, value, "on"). Its canonical form is the JSON array of
all distinct items in the order of their texts, so equal evidence gives an equal text whatever order it came in.
"""

from __future__ import annotations

import hashlib
import json

import polars as pl

ITEM = pl.Struct(
    {"source_table": pl.String(), "record_no": pl.String(), "what": pl.String(), "value": pl.String(), "on": pl.Date()}
)
EVIDENCE = pl.List(ITEM)
# In a change told to staff, at most so many items are named on each side; the evidence itself holds all.
_NAMED = 5


def canonical(evidence: pl.Expr) -> pl.Expr:
    """JSON array text of a list of items; null and empty lists give `[]`."""
    items = distinct(evidence.list.eval(pl.element().struct.json_encode())).list.join(",")
    return pl.format("[{}]", items.fill_null(""))


def distinct(texts: pl.Expr) -> pl.Expr:
    """Lists of texts, each text once and in order. Many times as fast as list.unique().list.sort()."""
    return texts.list.eval(pl.element().unique().sort())


def pointer(source_table: pl.Expr, record_no: pl.Expr) -> pl.Expr:
    """Name of a delivered record within one night: `department.table#record_no`. Null where either is null."""
    return source_table + "#" + record_no


def pointers(evidence: pl.Expr) -> pl.Expr:
    """Names of the records a list of items points at; an empty list for null."""
    fields = pl.element().struct
    named = evidence.list.eval(pointer(fields.field("source_table"), fields.field("record_no")))
    return named.list.drop_nulls().fill_null(pl.lit([], dtype=pl.List(pl.String())))


def fingerprint(*parts: str, size: int = 16) -> str:
    """Hex fingerprint of texts; `size` bytes. Stable for ever: it is part of the published contract."""
    return hashlib.blake2b("\x1f".join(parts).encode(), digest_size=size).hexdigest()


def fingerprints(size: int, *columns: str) -> pl.Expr:
    """`fingerprint` of several text columns of a row."""

    def of(rows: pl.Series) -> pl.Series:
        parts = rows.struct.unnest().iter_rows()
        return pl.Series([fingerprint(*row, size=size) for row in parts], dtype=pl.String())

    return pl.struct(columns).map_batches(of, return_dtype=pl.String())


def difference(before: str, after: str) -> str | None:
    """What came and what went between two canonical texts, in Chinese; null when nothing did."""
    old, new = ({json.dumps(item, sort_keys=True): item for item in json.loads(text)} for text in (before, after))
    came = [item for key, item in new.items() if key not in old]
    went = [item for key, item in old.items() if key not in new]
    told = [f"{word}{len(items)}项({_name(items)})" for word, items in (("新增", came), ("减少", went)) if items]
    return ";".join(told) or None


def _name(items: list[dict[str, str | None]]) -> str:
    """The first items as a reader knows them: what, value and day."""
    shown = [" ".join(filter(None, (item["what"], item["value"], item["on"]))) for item in items[:_NAMED]]
    return "、".join(shown) + ("等" if len(items) > _NAMED else "")
