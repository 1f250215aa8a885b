"""What of the open alerts is newly put before staff tonight: the weekly cap on blue ones, and a backlog in waves.

An alert that staff already have in its present spell is shown again without a question; only what they do not have
yet is counted. Blue ones come up to a cap for each township and ISO week. What then is new for a township comes as
sheets, one a household; more of them in a night than `backlog_over_sheets` are a backlog, of which a wave of
`wave_sheets_per_day` goes out for each working day since the night before, until everything has come. The order is
tonight.ORDER throughout: a new red alert goes before what has waited. Signals of need have a share kept for them.
"""

from __future__ import annotations

import polars as pl

from transforms.calendar import working_days_between
from transforms.handling.portions import places, portion
from transforms.handling.tonight import ORDER, Circumstances, needed, standing
from transforms.handling.working import with_values


def dispatching(rows: pl.DataFrame, now: Circumstances) -> pl.DataFrame:
    """Rows with cap and wave among held_back, and dispatched_on, wave and `unit` for tonight.

    Needs the columns of alerts, of `holding`, spell_on, blue_on, and as of the night before
    dispatched_on (null where a new spell begins), wave, was_held_back. `unit` names what a sheet is made for: the
    household, else the person, else the record.
    """
    rows = rows.with_columns(unit=_unit())
    waiting = rows.filter(standing(), pl.col("held_back").is_null(), pl.col("dispatched_on").is_null()).sort(ORDER)
    waiting = waiting.join(
        places(waiting, rows["division_code"]), on="division_code", nulls_equal=True, maintain_order="left"
    )
    waiting = waiting.with_columns(need=needed(pl.col("rule_id")))
    capped = over_cap(waiting, rows, now)
    waiting = waiting.join(capped, on="alert_id", how="anti", maintain_order="left")
    waved = in_waves(waiting, rows, now)
    said = pl.concat([capped, waved], how="diagonal")
    rows = rows.join(said, on="alert_id", how="left", maintain_order="left")
    fresh = pl.col("alert_id").is_in(waiting["alert_id"].implode()) & pl.col("its_word").is_null()
    return rows.with_columns(
        held_back=pl.coalesce("held_back", "its_word"),
        held_back_why=pl.coalesce("held_back_why", "its_why"),
        wave=pl.when(fresh | pl.col("its_word").is_not_null())
        .then("its_wave")
        .otherwise(pl.when(pl.col("dispatched_on").is_not_null()).then("wave")),
        dispatched_on=pl.when(fresh).then(pl.lit(now.night)).otherwise("dispatched_on"),
        blue_on=pl.when(fresh & (pl.col("level") == "blue")).then(pl.lit(now.night)).otherwise("blue_on"),
    ).drop("its_word", "its_why", "its_wave")


def over_cap(waiting: pl.DataFrame, rows: pl.DataFrame, now: Circumstances) -> pl.DataFrame:
    """alert_id, its_word, its_why: blue alerts beyond the cap of their township in this ISO week.

    One that was newly put before staff earlier this week is counted then and not again. Red and yellow never wait.
    """
    week = _week(pl.col("blue_on")) == _week(pl.lit(now.night))
    blue = waiting.filter(pl.col("level") == "blue").filter(~week.fill_null(False))
    had = rows.filter(week)
    had = had.join(places(had, rows["division_code"]), on="division_code", nulls_equal=True)
    used = had.group_by("township").agg(used=pl.len().cast(pl.Int64()))
    blue = with_values(blue, now.values, "cap_per_township_week", "need_share")
    blue = blue.join(used, on="township", how="left", maintain_order="left")
    cap = pl.col("cap_per_township_week") * pl.col("townships")
    blue = blue.with_columns(cap=cap, room=(cap - pl.col("used").fill_null(0)).clip(lower_bound=0))
    return blue.filter(~portion(blue, "township")).select(
        "alert_id",
        its_word=pl.lit("cap"),
        its_why=pl.format("本乡镇本周新交办的蓝色预警以{}条为限，按先后顺延", pl.col("cap")),
    )


def in_waves(waiting: pl.DataFrame, rows: pl.DataFrame, now: Circumstances) -> pl.DataFrame:
    """alert_id, its_wave, its_word, its_why: alerts of townships with a backlog; its_word is null for those that come.

    The number of a wave goes on from the night before while something of the backlog still waits; for what waits it
    is where it stands now, and more urgent alerts may still go before it.
    """
    before = rows.filter(pl.col("was_held_back") == "wave")
    still = waiting.filter(pl.col("was_held_back") == "wave").select("township").unique()
    before = before.join(places(before, rows["division_code"]), on="division_code", nulls_equal=True)
    going_on = before.group_by("township").agg(first_wave=pl.col("wave").min()).join(still, on="township", how="semi")
    units = waiting.group_by("unit", maintain_order=True).agg(
        pl.col("township", "townships", "division_code").first(), pl.col("need").any()
    )
    units = with_values(units, now.values, "backlog_over_sheets", "wave_sheets_per_day", "need_share")
    units = units.join(going_on, on="township", how="left", maintain_order="left")
    many = pl.len().over("township") > pl.col("backlog_over_sheets") * pl.col("townships")
    units = units.filter(many | pl.col("first_wave").is_not_null())
    waves = 1 if now.previous is None else working_days_between(now.previous, now.night)
    size = pl.col("wave_sheets_per_day") * pl.col("townships")
    units = units.with_columns(size=size, room=size * waves, first_wave=pl.col("first_wave").fill_null(1))
    units = units.with_columns(comes=portion(units, "township"))
    place = pl.int_range(pl.len(), dtype=pl.Int64()).over("township", "comes") // pl.col("size")
    number = pl.col("first_wave") + place + pl.when("comes").then(0).otherwise(waves)
    waves_of = units.select("unit", "comes", its_wave=number)
    return waiting.join(waves_of, on="unit", maintain_order="left").select(
        "alert_id",
        "its_wave",
        its_word=pl.when(~pl.col("comes")).then(pl.lit("wave")),
        its_why=pl.when(~pl.col("comes")).then(pl.format("本乡镇预警积压，分批派发，预计在第{}批", pl.col("its_wave"))),
    )


def _unit() -> pl.Expr:
    """What a sheet is made for."""
    return pl.coalesce(
        "户" + pl.col("household_no"),
        "人" + pl.col("person_key"),
        pl.format("记录{}#{}", pl.col("anchor_table"), pl.col("anchor_record_no")),
    )


def _week(day: pl.Expr) -> pl.Expr:
    """ISO year and week of a day as one number."""
    return day.dt.iso_year().cast(pl.Int64()) * 100 + day.dt.week()
