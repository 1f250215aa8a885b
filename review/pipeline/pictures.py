"""Pictures of the desk: in the house style (flows/pictures.py), as SVG that is served at its own address."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from flows.pictures import AMBER, BLUE, GREEN, INK, QUIET, framed, inline, svg

RED = "#b3261e"
PALE = "#8fb3d1"
CALM = (BLUE, PALE, GREEN)
"""Of plain amounts (numbers.css q0 to q2): red is for levels and what is late."""
COLOURS = (RED, AMBER, BLUE, GREEN)
"""Of the parts of a bar, in order; the page's legend names them (numbers.css c0 to c3)."""


def waterfall(rows: Sequence[dict[str, Any]]) -> str:
    """Match weights of one pair: each bar from the sum before it to the sum after it (transforms/link/explain.py)."""
    drawn = [
        {"row": row["field"], "low": row["total"] - (row["bits"] or 0.0), "high": row["total"],
         "kind": "sum" if row["bits"] is None else ("for" if row["bits"] >= 0 else "against"),
         "says": f"{row['total'] if row['bits'] is None else row['bits']:+.2f}"}
        for row in rows
    ]  # fmt: skip
    drawn[0]["low"] = drawn[-1]["low"] = 0.0
    for row in drawn:
        row["top"] = max(row["low"], row["high"])
    base = alt.Chart(inline(drawn))
    rows_axis = _rows("row", [row["row"] for row in drawn])
    axis = alt.Axis(title="比特（右：支持同一人；左：反对）", tickCount=8)
    colour = alt.Scale(domain=["for", "against", "sum"], range=[BLUE, AMBER, INK])
    bars = base.mark_bar(height=14).encode(
        alt.X("low:Q", axis=axis), alt.X2("high:Q"), rows_axis, alt.Color("kind:N", scale=colour, legend=None)
    )
    text = base.mark_text(align="left", dx=4, color=INK, fontSize=11).encode(
        alt.X("top:Q"), rows_axis, alt.Text("says:N")
    )
    zero = alt.Chart(inline([{"at": 0}])).mark_rule(color=QUIET).encode(alt.X("at:Q", axis=axis))
    return svg(framed(bars + zero + text, 24 * len(drawn), 80), "weights", "逐项匹配权重的瀑布图")


def stacked(
    rows: Sequence[dict[str, Any]], parts: Sequence[str], axis_title: str, says: str, *, calm: bool = False
) -> str:
    """Bars of `label` cut into `part`, each of `n`; a null n is not drawn."""
    colours = list((CALM if calm else COLOURS)[: len(parts)])
    labels = list(dict.fromkeys(row["label"] for row in rows))
    drawn = [row | {"place": parts.index(row["part"])} for row in rows if row["n"] is not None]
    top = max([sum(row["n"] for row in drawn if row["label"] == label) for label in labels] or [1])
    axis = alt.Axis(title=axis_title, format=",d", tickMinStep=1, tickCount=5)
    bars = alt.Chart(inline(drawn)).mark_bar(height=14).encode(
        alt.X("n:Q", axis=axis, stack="zero", scale=alt.Scale(domain=[0, max(top, 5)])),
        _rows("label", labels),
        alt.Color("part:N", scale=alt.Scale(domain=list(parts), range=colours), legend=None),
        alt.Order("place:Q"),
    )  # fmt: skip
    return svg(framed(bars, 24 * max(1, len(labels)), 170, right=24), "bars", says)


def intervals(rows: Sequence[dict[str, Any]], axis_title: str, says: str, at: float | None = None) -> str:
    """A point with its interval for each `label`: share, low, high; rows without a share are not drawn."""
    drawn = [row for row in rows if row["share"] is not None]
    base = alt.Chart(inline(drawn))
    if at is None:
        axis, scale = alt.Axis(title=axis_title, format=".0%", tickCount=5), alt.Scale(domain=[0, 1])
    else:
        top = max([row["high"] for row in drawn] or [2.0])
        axis, scale = alt.Axis(title=axis_title, tickCount=6), alt.Scale(domain=[0, max(2.0, top)])
    labels = _rows("label", [row["label"] for row in drawn])
    line = base.mark_rule(color=QUIET, strokeWidth=2).encode(
        alt.X("low:Q", axis=axis, scale=scale), alt.X2("high:Q"), labels
    )
    point = base.mark_point(color=BLUE, filled=True, size=60).encode(alt.X("share:Q", axis=axis, scale=scale), labels)
    chart = line + point
    if at is not None:
        chart += alt.Chart(inline([{"at": at}])).mark_rule(color=INK, strokeDash=[4, 3]).encode(
            alt.X("at:Q", axis=axis, scale=scale)
        )  # fmt: skip
    return svg(framed(chart, 24 * max(1, len(drawn)), 190, right=24), "intervals", says)


def _rows(field: str, order: list[str]) -> alt.Y:
    axis = alt.Axis(title=None, ticks=False, domain=False, labelPadding=8)
    return alt.Y(f"{field}:N", sort=order, axis=axis, scale=alt.Scale(domain=order))
