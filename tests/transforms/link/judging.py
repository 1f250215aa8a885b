"""Judgements for tests: on references of tiny tables, as the command would have written them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from tests.transforms.link.invented import FIRST, SECRET
from transforms.link.judgements import JUDGEMENT, REFERENCE_KEY, SAID, marks

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
