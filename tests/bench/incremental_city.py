"""The second night of incremental.py: typed rows of which a share changed, is new or gone."""

from __future__ import annotations

import json
from datetime import date

import polars as pl

from flows.lake import write_json
from flows.night import Night
from schemas.catalogue import TABLES, TableSpec

FIRST, SECOND = date(2026, 11, 20), date(2026, 11, 21)


def changed_rows(spec: TableSpec, rows: pl.DataFrame, share: float, seed: int) -> pl.DataFrame:
    """A share of the rows as they are sent again: of eight, two name somebody else, one has a number mistyped, one lost
    it, one a name mistyped, two another household, place or employer; one is as it was but for what linking ignores.
    """
    some = rows.sample(fraction=share, seed=seed, shuffle=True)
    other = some.sample(fraction=1.0, seed=seed + 1, shuffle=True)
    turn = pl.int_range(pl.len()) % 8
    for person in spec.persons:
        own = [name for name in (person.name, person.id_number, person.sex, person.birth_date) if name]
        some = some.with_columns(
            pl.when(turn < 2).then(other[name]).otherwise(pl.col(name)).alias(name) for name in own
        )
        number, name = pl.col(person.id_number), pl.col(person.name)
        some = some.with_columns(
            pl.when(turn == 2)
            .then(number.str.slice(0, 16) + pl.lit("7") + number.str.slice(17))
            .when(turn != 3)
            .then(number)
            .alias(person.id_number),
            pl.when(turn == 4).then(name.str.slice(0, 1) + other[person.name].str.slice(1)).otherwise(name)
            .alias(person.name),
        )  # fmt: skip
    where = [name for name in ("household_no", "division_code", "employer") if name in rows.columns]
    return some.with_columns(
        pl.when(turn.is_in([5, 6])).then(other[name]).otherwise(pl.col(name)).alias(name) for name in where
    )


def second_night(night: Night, before: Night, share: float) -> None:
    """Write the deliveries and the stage of the second night."""
    chosen = json.loads((before.folder / "stage" / "in_force.json").read_text("utf-8"))
    for key, deliveries in chosen.items():
        spec = TABLES[key]
        if not deliveries:
            continue
        rows = pl.read_parquet(night.lake.staged / deliveries[-1][1] / "rows.parquet")
        sent = changed_rows(spec, rows, share, 1)
        half = sent.height // 2
        arrived = sent.tail(sent.height - half).with_columns(record_no="新" + pl.col("record_no"))
        if spec.is_event:
            after = pl.concat([sent.head(half), arrived])
        else:
            stay = rows.join(sent.head(half).select("record_no"), on="record_no", how="anti", maintain_order="left")
            gone = stay.head(half // 4)
            again = pl.concat([stay.tail(stay.height - gone.height), sent.head(half)])
            after = pl.concat([again.sort("row_number"), arrived])
        after = after.with_columns(row_number=pl.int_range(1, pl.len() + 1))
        folder = night.lake.staged / spec.department / spec.table / "bench-second"
        folder.mkdir(parents=True, exist_ok=True)
        after.write_parquet(folder / "rows.parquet", compression="lz4")
        delivery = [SECOND.isoformat(), f"{spec.department}/{spec.table}/bench-second"]
        chosen[key] = [*deliveries, delivery] if spec.is_event else [delivery]
    write_json(night.folder / "stage" / "in_force.json", chosen)
    write_json(night.folder / "stage" / "done.json", {"inputs": "", "summary": {"fingerprint": f"bench {share}"}})
