"""The pictures of the scorecard. Counts and shares only."""

from __future__ import annotations

from typing import Any

import altair as alt
import polars as pl

from flows.pictures import AMBER, BLUE, GREEN, GREY, INK, PALE, QUIET, WIDE, framed, inline

RATES = {"complete_percent": BLUE, "valid_percent": GREEN, "linkable_percent": AMBER}
OUTCOMES = {"passed": "符合", "failed": "不符合", "needs_review": "待核实身份", "not_assessable": "无法核对"}
CLASSES = {"A类": BLUE, "B类": AMBER, "C类": GREEN, "未分类": GREY}
_OUTCOME_COLOURS = dict(zip(OUTCOMES.values(), (BLUE, AMBER, PALE, GREY), strict=True))


def quality(rows: pl.DataFrame) -> Any:
    """Three points a table on one line: its rates."""
    named = rows.with_columns(pl.format("{} {}", "department", "table_name").alias("row"))
    order = named["row"].to_list()
    long = named.unpivot(list(RATES), index="row", variable_name="rate", value_name="at").drop_nulls("at")
    told = long.with_columns(pl.col("at").cast(pl.Float64))
    low = min(_number(told["at"].min(), 100.0), 99.0)
    scale = alt.Scale(domain=[max(0.0, low - 1), 100.2], nice=False)
    base = alt.Chart(inline(told.to_dicts()))
    points = base.mark_point(filled=True, size=70, opacity=0.9).encode(
        alt.X("at:Q", scale=scale, axis=alt.Axis(title="%", tickCount=8)),
        _rows("row", order, grid=True),
        alt.Color("rate:N", scale=alt.Scale(domain=list(RATES), range=list(RATES.values())), legend=None),
        alt.YOffset("rate:N", sort=list(RATES)),
    )
    return framed(points, 25 * len(order), 210, width=WIDE, right=24)


def rates(rows: pl.DataFrame) -> Any:
    """A bar a township, the lowest first, against the target."""
    told = rows.drop_nulls("rate_percent").sort("rate_percent", "code")
    order = told["township"].to_list()
    data = told.select(
        "township",
        at=pl.col("rate_percent").cast(pl.Float64),
        end=pl.lit(101),
        said=pl.format("{}%  {} / {}", "rate_percent", "valid", "in_payment"),
    )
    base = alt.Chart(inline(data.to_dicts()))
    axis = alt.Axis(title="有有效核对报告的份额(%)", tickCount=5)
    scale = alt.Scale(domain=[0, 100])
    bars = base.mark_bar(height=14).encode(
        alt.X("at:Q", axis=axis, scale=scale),
        _rows("township", order),
        color=alt.condition("datum.at >= 100", alt.value(BLUE), alt.value(AMBER)),
    )
    text = base.mark_text(align="left", color=INK, fontSize=12).encode(
        alt.X("end:Q", scale=scale), _rows("township", order), alt.Text("said:N")
    )
    target = alt.Chart(inline([{"at": 100}])).mark_rule(color=QUIET, strokeDash=[4, 3]).encode(alt.X("at:Q"))
    return framed(bars + target + text, 22 * len(order), 170, width=WIDE, right=120)


def work(rows: pl.DataFrame) -> Any:
    """Open alerts of a township, those overdue within them."""
    told = rows.sort("shown", "code", descending=[True, False])
    order = told["township"].to_list()
    base = alt.Chart(inline(told.select("township", "shown", "overdue").to_dicts()))
    scale = alt.Scale(domain=[0, max(_number(told["shown"].max(), 0.0) * 1.05, 5.0)], nice=False)
    axis = alt.Axis(title="预警", format=",d", tickMinStep=1, tickCount=6)
    every = base.mark_bar(color=BLUE, height=14).encode(
        alt.X("shown:Q", axis=axis, scale=scale), _rows("township", order)
    )
    late = base.mark_bar(color=AMBER, height=14).encode(alt.X("overdue:Q", scale=scale), _rows("township", order))
    text = base.mark_text(align="left", dx=6, color=INK, fontSize=12).encode(
        alt.X("shown:Q", scale=scale), _rows("township", order), alt.Text("shown:Q", format=",d")
    )
    return framed(every + late + text, 22 * len(order), 170, width=WIDE)


def outcomes(rows: pl.DataFrame) -> Any:
    """Shares of the outcomes of each program, in one bar."""
    judged = rows.drop_nulls("passed")
    order = judged["program"].to_list()
    long = judged.select("program", *OUTCOMES).unpivot(
        list(OUTCOMES), index="program", variable_name="of", value_name="count"
    )
    place = {name: at for at, name in enumerate(OUTCOMES)}
    told = long.with_columns(
        at=pl.col("of").replace_strict(place, return_dtype=pl.Int64),
        of=pl.col("of").replace_strict(OUTCOMES, return_dtype=pl.String),
    )
    bars = (
        alt.Chart(inline(told.to_dicts()))
        .mark_bar(height=26)
        .encode(
            alt.X("count:Q", stack="normalize", axis=alt.Axis(title="户数份额", format="%", tickCount=5)),
            _rows("program", order),
            alt.Color(
                "of:N",
                scale=alt.Scale(domain=list(_OUTCOME_COLOURS), range=list(_OUTCOME_COLOURS.values())),
                legend=None,
            ),
            alt.Order("at:Q"),
        )
    )
    return framed(bars, 44 * max(len(order), 1), 120, width=WIDE, right=24)


def rechecks(rows: pl.DataFrame) -> Any:
    """Households whose re-check falls due, by month, stacked by class."""
    order = rows["month"].unique(maintain_order=True).to_list()
    bars = (
        alt.Chart(inline(rows.to_dicts()))
        .mark_bar(width=34)
        .encode(
            alt.X("month:N", sort=order, axis=alt.Axis(title=None, labelAngle=0, ticks=False)),
            alt.Y("households:Q", axis=alt.Axis(title="户", tickCount=5, tickMinStep=1)),
            alt.Color("category:N", scale=alt.Scale(domain=list(CLASSES), range=list(CLASSES.values())), legend=None),
            alt.Order("category:N"),
        )
    )
    return framed(bars, 220, 64, width=WIDE, right=24)


def _rows(field: str, order: list[str], *, grid: bool = False) -> alt.Y:
    axis = alt.Axis(title=None, ticks=False, domain=False, labelPadding=8, grid=grid)
    return alt.Y(f"{field}:N", sort=order, axis=axis, scale=alt.Scale(domain=order, paddingInner=0.3, paddingOuter=0.2))


def _number(value: Any, otherwise: float) -> float:
    return otherwise if value is None else float(value)
