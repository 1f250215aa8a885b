"""Judgements for tests: on references of tiny tables, as the command would have written them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from tests.transforms.link.invented import FIRST, SECRET, A, B, C, refs
from transforms.link.judgements import JUDGEMENT, REFERENCE_KEY, SAID, marks
from transforms.link.night import LinkedNight

Said = tuple[str, str, str]
"""('table/record', 'table/record', verdict)."""


def judgements(references: Mapping[str, pl.DataFrame], said: Sequence[Said], **given: object) -> pl.DataFrame:
    """Judgements in the order given, on what the references say."""
    frames = [frame.with_columns(table_key=pl.lit(key)) for key, frame in references.items()]
    marked = marks(pl.concat(frames).select(*REFERENCE_KEY, *SAID), SECRET)
    of = {(row["table_key"], row["record_no"]): row for row in marked.iter_rows(named=True)}
    rows = []
    for seq, (one, other, verdict) in enumerate(said, 1):
        sides = sorted((of[tuple(name.split("/"))] for name in (one, other)), key=lambda row: tuple(row.values())[:4])
        row = {"seq": seq, "id": f"J{seq}", "as_of": FIRST, "verdict": verdict, "linked": "apart"} | given
        for side, told in zip("ab", sides, strict=True):
            row |= {f"{side}_{name}": value for name, value in told.items()}
        rows.append({name: row.get(name, "" if dtype == pl.String else None) for name, dtype in JUDGEMENT.items()})
    return pl.DataFrame(rows, schema=JUDGEMENT)


KNOWN = [("张秀兰", A, "男", "1980-01-01"), ("李桂珍", B, "女", "1975-06-15"), ("赵国强", C, "男", "1980-01-01")]
SEEN = {"a.register": refs(*KNOWN), "b.also": refs(*KNOWN)}
TABLES: dict[str, pl.DataFrame] = SEEN | {
    "c.open": refs(
        ("张秀兰",), ("李桂珍", A), ("王小明",), ("王小明", None, "男", "2026-01-01"), ("张秀兰", A[:17] + "?")
    ),
    "d.open": refs(("王晓明",), ("李桂珍", A), ("张秀丽", A)),
}


def of(night: LinkedNight, name: str) -> tuple[str, str, str]:
    """Person key, method and certainty of 'table/record'."""
    table, record = name.split("/")
    row = night.links[table].row(by_predicate=pl.col("record_no") == record, named=True)
    return row["person_key"], row["method"], row["certainty"]


def key(night: LinkedNight, name: str) -> str:
    return of(night, name)[0]
