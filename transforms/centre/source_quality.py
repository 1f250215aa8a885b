"""Completeness, validity and linkability of every delivered table, as whole numbers; shares are for views."""

from __future__ import annotations

import polars as pl

from schemas.published import published

_PLACE = ["department", "table_name"]


def source_quality(
    feeds: pl.DataFrame, defects: pl.DataFrame, columns: pl.DataFrame, references: pl.DataFrame
) -> pl.DataFrame:
    """Rows of the published table `source_quality`, one a table of which a delivery is in force.

    feeds, defects: the published tables up to the night. columns: the relation column_quality, cut to the key columns.
    references: department, table_name, references, references_linked, references_likely.
    """
    taken = feeds.filter(pl.col("status").is_in(["accepted", "unchanged"]))
    newest = taken.sort("batch_date").group_by(_PLACE, maintain_order=True).last()
    place = [*_PLACE, "batch_date"]
    defective = defects.unique([*place, "row_number"]).group_by(place).agg(rows_defective=pl.len().cast(pl.Int64))
    cells = (
        columns.with_columns(pl.col("source_table").str.split_exact(".", 1).struct.rename_fields(_PLACE).alias("at"))
        .unnest("at")
        .group_by(_PLACE)
        .agg(key_cells=pl.col("rows").sum(), key_cells_empty=pl.col("rows_empty").sum())
    )
    told = (
        newest.join(defective, on=place, how="left")
        .join(cells, on=_PLACE, how="left")
        .join(references, on=_PLACE, how="left")
    )
    dtypes = published()["source_quality"].dtypes
    counted = [name for name, dtype in dtypes.items() if dtype == pl.Int64()]
    return told.with_columns(pl.col(counted).fill_null(0).cast(pl.Int64)).select(list(dtypes)).sort(_PLACE)
