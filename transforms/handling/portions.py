"""Who comes first where not all can come: a portion of a queue for each group, with room kept for signals of need."""

from __future__ import annotations

import polars as pl


def portion(queue: pl.DataFrame, group: str) -> pl.Series:
    """Whether each row of `queue`, which stands in its total order, is among the first of its group.

    `queue` needs `group` (not null), `room` (rows that may come, of the group), `need_share` (0 to 1) and `need`. Of
    the room, need_share (rounded up) is kept for rows with `need`, first come first; what they leave goes to the
    others, and what the others leave to them.
    """
    thousandths = (pl.col("need_share") * 1000).round().cast(pl.Int64())
    kept = (pl.col("room") * thousandths + 999) // 1000
    among_need = pl.col("need").cast(pl.Int64()).cum_sum().over(group)
    queue = queue.select(group, "room", reserved=pl.col("need") & (among_need <= kept))
    used = pl.col("reserved").cast(pl.Int64()).sum().over(group)
    rest = (~pl.col("reserved")).cast(pl.Int64()).cum_sum().over(group)
    return queue.select(chosen=pl.col("reserved") | (rest <= pl.col("room") - used))["chosen"]


def places(rows: pl.DataFrame, codes: pl.Series) -> pl.DataFrame:
    """division_code, township, townships for the codes of `rows`: the nine digits, or what there is, and how many
    townships that stands for: one, or for a code above the townships as many as are known below it, at least one.

    codes: every division code known, from which the townships are counted. An alert without a township may concern
    any of those below, so that the room of all of them is there for it.
    """
    known = codes.drop_nulls().str.slice(0, 9).unique()
    townships = known.filter(known.str.len_chars() == 9)
    found = (
        rows.select("division_code")
        .unique()
        .with_columns(township=pl.col("division_code").fill_null("").str.slice(0, 9))
    )
    short = found["township"].unique().to_list()
    counts = [1 if len(code) == 9 else max(1, int(townships.str.starts_with(code).sum())) for code in short]
    stands_for = {"township": pl.Series(short, dtype=pl.String()), "townships": pl.Series(counts, dtype=pl.Int64())}
    return found.join(pl.DataFrame(stands_for), on="township")
