"""A model estimated anew, held against the one in force: level by level, and in links that would change."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl

from transforms.link.errors import NOBODY_NEAR
from transforms.link.model import FIELDS, Level, Model
from transforms.link.score import MILLIBITS, decided, probable
from transforms.link.weights import COUNTED, LEAST_MET, PARTS, Estimate

LEAST_PAIRS = 100.0
"""Expected true pairs of a field below which none of its levels is to be adopted."""
ROWS = {
    "field": pl.String(),
    "level": pl.String(),
    "m": pl.Float64(),
    "m_new": pl.Float64(),
    "m_next": pl.Float64(),
    "u": pl.Float64(),
    "u_new": pl.Float64(),
    "kin": pl.Float64(),
    "kin_new": pl.Float64(),
    "bits": pl.Float64(),
    "pairs": pl.Int64(),
    "true": pl.Float64(),
    "adopt": pl.Boolean(),
    "why": pl.String(),
}
"""Grain: one level. m, u, kin: now, and _new as estimated (null: none). m_next: of the next model: levels that are not
adopted keep theirs, the adopted ones share out the rest. bits: change of the weight outside a family, null where not
adopted. why: in Chinese, where not adopted."""
_SELECTED = {
    ("number", "same"): "由分块选出:证号相同且姓名相符的早已关联,不在其中",
    ("number", "prefix"): "由分块选出:比对结果不知道哪些证号丢了末位",
}
_TOKENS = "由分块选出:只有填了该项的记录才可能相同,比对结果不知道谁填了"
CHANGES = ("newly", "no_longer", "another", "to_likely", "to_certain")


def compared(model: Model, found: Estimate) -> pl.DataFrame:
    """The model beside its estimate (columns of ROWS). A level is adopted whole or not at all."""
    rows = []
    for field in FIELDS:
        told = list(found.levels.filter(pl.col("field") == field).iter_rows(named=True))
        why = {one["level"]: _why_not(field, model.levels[field][one["level"]], one) for one in told}
        scale = _left(field, model, {one["level"]: one["m"] for one in told if why[one["level"]] is None})
        for one in told:
            level = one["level"]
            now, adopt = model.levels[field][level], why[level] is None
            m_next = round(one["m"] * scale, 6) if adopt else now.m
            u_next = one["u"] if adopt and one["u"] is not None else now.u
            bits = round(math.log2(m_next / now.m) - _log_ratio(u_next, now.u), 3) if adopt else None
            rows.append(
                (field, level, now.m, one["m"], m_next, now.u, one["u"], now.kin, one["kin"], bits, one["pairs"],
                 one["true"], adopt, why[level])
            )  # fmt: skip
    return pl.DataFrame(rows, schema=ROWS, orient="row")


def _left(field: str, model: Model, adopted: dict[str, float]) -> float:
    """What the adopted estimates are multiplied by, so that all levels of a field together stay within 1."""
    kept = sum(model.levels[field][level].m for level in PARTS[field] if level not in adopted)
    if field == "kin" or not adopted or kept >= 1:
        return 1.0
    return min((1 - kept) / sum(adopted.values()), 1.0)


def _why_not(field: str, now: Level, one: dict[str, Any]) -> str | None:
    level = one["level"]
    if (field, level) in _SELECTED:
        return _SELECTED[field, level]
    if level not in COUNTED[field]:
        return _TOKENS
    if one["known"] < LEAST_PAIRS:
        return f"此项可用的同一人对不足 {LEAST_PAIRS:.0f}"
    rare = max(one["true"], one["known"] * now.m) < LEAST_MET
    asked = now.u is not None and now.u < 1 and one["u"] is None
    if rare or asked or (now.kin is not None and one["kin"] is None):
        return "这一等级太少见,看不出多少"
    return None


def proposed(model: Model, rows: pl.DataFrame, found: Estimate, night: date) -> Model:
    """The whole next model: what is to be adopted taken over, all else as it is; version, origin and date its own.

    Thresholds and the prior stay: they are a choice, no estimate.
    """
    levels = {field: dict(names) for field, names in model.levels.items()}
    for row in rows.filter("adopt").iter_rows(named=True):
        now = levels[row["field"]][row["level"]]
        u = now.u if row["u_new"] is None else row["u_new"]
        kin = now.kin if row["kin_new"] is None else row["kin_new"]
        levels[row["field"]][row["level"]] = Level(row["m_next"], u, kin)
    origin = (
        f"hedui link train:由 {night} 夜的 {found.pairs} 个候选对(约 {found.true:.0f} 对为同一人)以 EM 估计,"
        f"未用标注;未采纳的等级沿用第 {model.version} 版({model.date})"
    )
    return replace(model, levels=levels, origin=origin, date=night.isoformat(), version=model.version + 1)


def reweighed(pairs: pl.DataFrame, old: Model, new: Model) -> pl.DataFrame:
    """`pairs`, weighted by the old model (score.weighted), as the new one would weigh them.

    Frequencies do not change, so only the levels' own m, u and kin do; what was given no weight keeps none.
    """
    kin_met = pl.col("kin_level").is_not_null() & (pl.col("kin_level").cast(pl.String) != "other")
    family = kin_met | (pl.col("number_level").cast(pl.String) == "same").fill_null(value=False)
    close = {"name": family, "birth": family & pl.col("name_level").cast(pl.String).ne_missing("equal")}
    changed = []
    for field, names in FIELDS.items():
        shift = pl.lit(0, pl.Int64)
        for level in names:
            was, is_now = old.levels[field][level], new.levels[field][level]
            plain = math.log2(is_now.m / was.m) - _log_ratio(is_now.u, was.u)
            near = math.log2(is_now.m / was.m) - _log_ratio(is_now.kin, was.kin)
            by = pl.lit(_millibits(plain))
            if was.kin is not None:
                by = pl.when(close[field]).then(pl.lit(_millibits(near))).otherwise(by)
            shift = pl.when(pl.col(f"{field}_level").cast(pl.String) == level).then(by).otherwise(shift)
        weight = pl.col(f"{field}_weight")
        changed.append(pl.when(weight == 0).then(weight).otherwise(weight + shift).alias(f"{field}_weight"))
    return pairs.with_columns(changed).with_columns(weight=pl.sum_horizontal(f"{field}_weight" for field in FIELDS))


def _log_ratio(now: float | None, was: float | None) -> float:
    return 0.0 if now is None or was is None else math.log2(now / was)


def _millibits(bits: float) -> int:
    return round(bits * MILLIBITS)


def decisions(pairs: pl.DataFrame, people: int, model: Model) -> pl.DataFrame:
    """Whom each unit would be linked to, and how surely: unit, group, certainty. `pairs` weighted by the model.

    Units that bear somebody's number are left out: their neighbourhood decides (borrowed.py), not weights alone.
    """
    own = pairs.filter(pl.col("first17").is_null())
    return decided(probable(own, people, model), NOBODY_NEAR, model).select("unit", "group", "certainty")


def changed_links(before: pl.DataFrame, after: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
    """Grain: kind of change (CHANGES). change, links (units), references. `before`, `after`: from decisions.

    Units whose number was repaired keep their person whatever they weigh, and are left out.
    """
    settled = units.filter(pl.col("method").cast(pl.String) == "repaired_id").select(unit="descriptor")
    refs = units.select("refs", unit="descriptor")
    both = (
        before.join(after, on="unit", how="full", suffix="_new", coalesce=True)
        .join(settled, on="unit", how="anti")
        .join(refs, on="unit", how="left")
    )
    kind = (
        pl.when(pl.col("group").is_null())
        .then(pl.lit("newly"))
        .when(pl.col("group_new").is_null())
        .then(pl.lit("no_longer"))
        .when(pl.col("group") != pl.col("group_new"))
        .then(pl.lit("another"))
        .when((pl.col("certainty") == "certain") & (pl.col("certainty_new") == "likely"))
        .then(pl.lit("to_likely"))
        .when((pl.col("certainty") == "likely") & (pl.col("certainty_new") == "certain"))
        .then(pl.lit("to_certain"))
    )
    counted = both.group_by(change=kind).agg(links=pl.len(), references=pl.col("refs").sum())
    every = pl.DataFrame({"change": CHANGES})
    return every.join(counted, on="change", how="left", maintain_order="left").with_columns(
        pl.col("links", "references").fill_null(0).cast(pl.Int64)
    )
