"""What the identity of a cited record rests on: its link, and the waterfall of match weights where it was weighed.

The night's folder is read, never written: of a reference that its number settles nothing was weighed, nothing is read.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import altair as alt
import polars as pl

from flows.errors import HeduiError
from flows.linking.explain import explained
from flows.linking.records import Asked, newest
from flows.pictures import AMBER, BLUE, INK, QUIET, framed, inline, svg
from review.pipeline.home import settings_of
from review.pipeline.words import METHODS, SURE
from transforms.masking import mask_text


class Rests(NamedTuple):
    """method, sure: in words. number: what the record's number says. rows: field, says, bits, total; empty where
    nothing was weighed, and then `why`. others: how many other people it might be; judgements: what people said before.
    """

    method: str
    sure: str
    likely: bool
    number: list[str]
    rows: list[dict[str, Any]]
    why: str
    others: list[dict[str, Any]]
    compared: int
    namesakes: int | None
    judgements: list[dict[str, Any]]


def rests_on(home: Path, record: tuple[str, str], link: dict[str, Any]) -> Rests:
    """record: table and number; link: of flows/alerts/explain.Proof.facts."""
    method, sure = METHODS.get(link["method"], link["method"]), SURE[link["certainty"]]
    empty = Rests(method, sure, link["certainty"] == "likely", [], [], "", [], 0, None, [])
    if link["method"] == "exact_id":
        return empty._replace(why="证号有效，且姓名与持号人一致，未再逐项比对。")
    try:
        asked = newest(settings_of(home))
        row = _close(asked, record, link)
        if row is None:
            return empty._replace(why="这条记录由证号定人，未逐项比对。")
        told = explained(asked, row, {"person_key": row["person_key"]})
    except (HeduiError, OSError):
        return empty._replace(why="关联的明细读不到：最近一夜由旧版程序生成，或运行目录不全。")
    why = "" if told.rows else "这一对由证号或人工判断决定，未逐项加权。"
    judged = [one | {"reason": mask_text(one["reason"] or "")} for one in told.judgements]
    return empty._replace(
        number=told.number, rows=told.rows, why=why, others=told.others, compared=told.compared,
        namesakes=told.namesakes, judgements=judged,
    )  # fmt: skip


def _close(asked: Asked, record: tuple[str, str], link: dict[str, Any]) -> dict[str, Any] | None:
    """The reference among those that numbers do not settle (flows/linking/links.py); None where it is not."""
    table, number = record
    path = asked.folder / "close" / f"{table}.parquet"
    if not path.is_file():
        return None
    same = (pl.col("record_no") == number) & (pl.col("person_role") == link["person_role"])
    found = pl.scan_parquet(path).filter(same & (pl.col("owner_index") == link["owner_index"])).collect()
    return None if found.height != 1 else found.with_columns(table_key=pl.lit(table)).to_dicts()[0]


def waterfall_svg(rows: list[dict[str, Any]]) -> str:
    """Bars from one total to the next, to the right what speaks for one person, to the left what speaks against it."""
    drawn, order = [], [f"{row['field']} · {row['says']}" for row in rows]
    for name, row in zip(order, rows, strict=True):
        last = row["bits"] is None
        low = 0.0 if last else row["total"] - row["bits"]
        colour = INK if last else (BLUE if row["bits"] >= 0 else AMBER)
        text = f"{row['total'] if last else row['bits']:+.2f}".replace("-", "−")
        drawn.append({"row": name, "low": low, "high": row["total"], "colour": colour, "text": text,
                      "end": max(low, row["total"])})  # fmt: skip
    base = alt.Chart(inline(drawn))
    axis = alt.Axis(title=None, ticks=False, domain=False, labelPadding=8)
    y = alt.Y("row:N", sort=order, axis=axis, scale=alt.Scale(domain=order, paddingInner=0.3))
    ends = [value for one in drawn for value in (one["low"], one["high"])]
    room = (max(ends) - min(ends) or 1) * 0.12
    scale = alt.Scale(domain=[min(ends) - 1, max(ends) + room], nice=False)
    x = alt.X("low:Q", scale=scale, axis=alt.Axis(title="累计分量（比特）", tickCount=7))
    bars = base.mark_bar(height=16).encode(x, alt.X2("high:Q"), y, alt.Color("colour:N", scale=None))
    texts = base.mark_text(align="left", dx=4, fontSize=12, color=INK).encode(
        alt.X("end:Q", scale=scale), y, alt.Text("text:N")
    )
    zero = alt.Chart(inline([{"low": 0}])).mark_rule(color=QUIET).encode(alt.X("low:Q", scale=scale))
    return svg(
        framed(bars + zero + texts, 26 * len(order), 330, width=800, right=20), "weights", "各项证据的分量，数字见表"
    )
