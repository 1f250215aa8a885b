"""The pictures of the linking report."""

from __future__ import annotations

import math
from typing import Any, Literal

import altair as alt
import polars as pl

from flows.pictures import AMBER, BLUE, GREEN, GREY, INK, PALE, QUIET, WIDE, framed, inline
from transforms.link.model import Model
from transforms.link.summary import CLUSTERED, EDGE, NUMBERED, OUTCOMES, SINGLE, WIDTH

COLOURS = dict(zip(OUTCOMES, (BLUE, AMBER, PALE, GREY), strict=True))
METHODS = {"证号更正": PALE, "综合判断": BLUE, "人工判定": GREEN, "疑似同一人": AMBER, "单独一人": GREY}
KINDS = dict(zip((NUMBERED, CLUSTERED, SINGLE), (BLUE, AMBER, GREY), strict=True))


def _rows(field: str, order: list[str]) -> alt.Y:
    axis = alt.Axis(title=None, ticks=False, domain=False, labelPadding=8)
    scale = alt.Scale(domain=order, paddingInner=0.32, paddingOuter=0.2)
    return alt.Y(f"{field}:N", sort=order, axis=axis, scale=scale)


def blocking(rows: pl.DataFrame) -> Any:
    """Bars of each rule: pairs that it alone adds, within all that it found."""
    order = rows["says"].to_list()
    base = alt.Chart(inline(rows.to_dicts()))
    axis = alt.Axis(title="候选对", format=",d", tickMinStep=1, tickCount=5)
    top = max(float(rows["pairs"].max() or 0), 5.0)  # type: ignore[arg-type]
    scale = alt.Scale(domain=[0, top * 1.02])
    found = base.mark_bar(color=PALE, height=20).encode(alt.X("pairs:Q", axis=axis, scale=scale), _rows("says", order))
    new = base.mark_bar(color=BLUE, height=20).encode(alt.X("new_pairs:Q", scale=scale), _rows("says", order))
    text = base.mark_text(align="left", dx=5, color=INK, fontSize=12).encode(
        alt.X("pairs:Q", scale=scale), _rows("says", order), alt.Text("pairs:Q", format=",d")
    )
    return framed(found + new + text, 34 * len(order), 260, width=WIDE)


def levels(rows: pl.DataFrame) -> Any:
    """Bits of each level: a point at the middle of tonight's pairs, a line from the tenth to the ninetieth percentile.

    Levels met by no pair show the weight of the model where it is fixed, as an open point.
    """
    fixed = pl.when(pl.col("u").is_not_null()).then((pl.col("m") / pl.col("u")).log(2.0))
    told = rows.with_columns(
        row=pl.col("of") + " · " + pl.col("says"),
        met=pl.col("pairs") > 0,
        at=pl.coalesce("middle", fixed),
    )
    order = told["row"].to_list()
    base = alt.Chart(inline(told.select("row", "met", "at", "low", "high").to_dicts()))
    axis = alt.Axis(title="比特(右:支持同一人;左:反对)", tickCount=8)
    zero = alt.Chart(inline([{"at": 0}])).mark_rule(color=QUIET).encode(alt.X("at:Q", axis=axis))
    bars = (
        base.transform_filter("datum.at != null")
        .mark_bar(height=8, opacity=0.85)
        .encode(
            alt.X("at:Q", axis=axis),
            _rows("row", order),
            color=alt.condition("datum.at >= 0", alt.value(BLUE), alt.value(AMBER)),
            opacity=alt.condition("datum.met", alt.value(0.9), alt.value(0.3)),
        )
    )
    spread = (
        base.transform_filter("datum.low != null && datum.high > datum.low")
        .mark_rule(color=INK, strokeWidth=1.5)
        .encode(alt.X("low:Q"), alt.X2("high:Q"), _rows("row", order))
    )
    return framed(bars + spread + zero, 21 * len(order), 260, width=WIDE, right=24)


def distribution(bars: pl.DataFrame, model: Model, least: int, most: int) -> Any:
    """Stacked bars of compared pairs by weight between two bounds, with both thresholds drawn in."""
    place = pl.col("outcome").replace_strict({name: at for at, name in enumerate(OUTCOMES)}, return_dtype=pl.Int8)
    until = pl.col("pairs").cum_sum().over("bits").cast(pl.Int64)
    within = bars.filter(pl.col("bits").is_between(least, most - WIDTH)).sort("bits", place)
    rows = within.select(
        "bits", "outcome", right=pl.col("bits") + WIDTH, base=until - pl.col("pairs").cast(pl.Int64), until=until
    )
    top = 1.12 * float(rows["until"].max() or 1)  # type: ignore[arg-type]
    marks = [mark for mark in range(-100, 101, 10) if least <= mark <= most]
    x = alt.Scale(domain=[least, most], nice=False)
    count = alt.Axis(title="候选对", titleAngle=0, titleAlign="left", titleAnchor="end", titleX=-44, titleY=-12,
                     format=",d", tickMinStep=1, tickCount=5)  # fmt: skip
    drawn = (
        alt.Chart(inline(rows.to_dicts()))
        .mark_rect(stroke="white", strokeWidth=0.6)
        .encode(
            alt.X("bits:Q", axis=alt.Axis(title="匹配权重(比特)", values=marks), scale=x),
            alt.X2("right:Q"),
            alt.Y("base:Q", axis=count, scale=alt.Scale(domain=[0, top], nice=False)),
            alt.Y2("until:Q"),
            alt.Color("outcome:N", scale=alt.Scale(domain=[*COLOURS], range=[*COLOURS.values()]), legend=None),
        )
    )
    lines = [{"at": at, "says": word} for at, word in zip(thresholds(model).values(), ("疑似", "确定"), strict=True)]
    rule = alt.Chart(inline(lines)).mark_rule(color=INK, strokeDash=[4, 3], strokeWidth=1.2)
    layers = drawn + rule.encode(alt.X("at:Q", scale=x))
    sides: tuple[tuple[dict[str, Any], Literal["left", "right"], int], ...]
    sides = ((lines[0], "right", -5), (lines[1], "left", 5))
    for line, align, shift in sides:
        text = alt.Chart(inline([line])).mark_text(align=align, dx=shift, dy=4, baseline="top", color=INK, fontSize=12)
        layers += text.encode(alt.X("at:Q", scale=x), alt.YDatum(top), alt.Text("says:N"))
    return framed(layers, 230, 62, right=20, top=30)


def thresholds(model: Model) -> dict[str, float]:
    """Weights at which a pair without any competitor reaches the thresholds of probability."""
    return {
        name: math.log2(share / (1 - share)) for name, share in (("likely", model.likely), ("certain", model.certain))
    }


def sizes(rows: pl.DataFrame, order: list[str]) -> Any:
    """People by number of references; `rows`: says, kind, people."""
    base = alt.Chart(inline(rows.to_dicts()))
    axis = alt.Axis(title="人", format=",d", tickMinStep=1, tickCount=5)
    colours = alt.Scale(domain=[*KINDS], range=[*KINDS.values()])
    bars = base.mark_bar(height=18).encode(
        alt.X("people:Q", axis=axis, stack="zero"),
        _rows("says", order),
        alt.Color("kind:N", scale=colours, legend=None),
    )
    return framed(bars, 32 * len(order), 96, right=30)


def methods(rows: pl.DataFrame, order: list[str]) -> Any:
    """Share of references linked by more than an equal number, for each table; `rows`: table, says, share, place."""
    base = alt.Chart(inline(rows.to_dicts()))
    axis = alt.Axis(title="占本表人员引用的比例", format=".1%", tickCount=5)
    palette = alt.Scale(domain=[*METHODS], range=[*METHODS.values()])
    bars = base.mark_bar(height=16).encode(
        alt.X("share:Q", axis=axis, stack="zero"),
        _rows("table", order),
        alt.Color("says:N", scale=palette, legend=None),
        alt.Order("place:Q"),
    )
    return framed(bars, 25 * len(order), 260, width=WIDE, right=30)


BOUNDS = (-EDGE, EDGE)
NEAR = (-10, 16)
