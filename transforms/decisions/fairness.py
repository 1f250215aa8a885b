"""Whom alerts, confirmations and overturned decisions fall upon: watched, and never a part of a rule or of an order.

    alert     of the households in scope, those with an open alert tonight
    confirm   of the findings decided as true or not true, those confirmed
    overturn  of the confirmed findings, those undone by an objection or by a later decision

by township, age band, sex and disability: of the person an alert names, else of the household's applicant. Each group
is set against all others together. A group of at least 50 whose rate is more than 1.25 times theirs is flagged: a
reason to look (research/operations.md, N9), not a proof of anything.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from transforms.decisions.codes import CONFIRMED, UNCLEAR
from transforms.decisions.shares import ratio, with_share

LEAST, QUARTERS = 50, 5
"""A group of fewer is not flagged; a rate above five quarters of the others' is."""
ATTRIBUTES = ("township", "age_band", "sex", "disability")
UNKNOWN = "未知"
BANDS = ((18, "0-17岁"), (35, "18-34岁"), (60, "35-59岁"), (80, "60-79岁"), (200, "80岁以上"))

FAIRNESS: dict[str, pl.DataType] = {
    "measure": pl.String(),
    "attribute": pl.String(),
    "group_value": pl.String(),
    "n": pl.Int64(),
    "hits": pl.Int64(),
    **{name: pl.Float64() for name in ("rate", "rate_low", "rate_high", "ratio", "ratio_low", "ratio_high")},
    "flagged": pl.Boolean(),
}
"""Grain: one measure of one group. rate = hits / n with a Wilson interval; ratio: to the rate of all others, with its
interval (log method); null where one of the two is nothing. Townships are codes of nine digits.
"""


def with_age_band(people: pl.DataFrame, night: date) -> pl.DataFrame:
    """People with `age_band` from birth_date, by completed years on the night."""
    born = pl.col("birth_date")
    had = born.dt.strftime("%m%d") <= f"{night:%m%d}"
    years = night.year - born.dt.year() - pl.when(had).then(0).otherwise(1)
    band = pl.lit(UNKNOWN)
    for limit, name in reversed(BANDS):
        band = pl.when(years < limit).then(pl.lit(name)).otherwise(band)
    return people.with_columns(age_band=pl.when(born.is_null()).then(pl.lit(UNKNOWN)).otherwise(band))


def fairness(
    households: pl.DataFrame, people: pl.DataFrame, alerts: pl.DataFrame, effects: pl.DataFrame, night: date
) -> pl.DataFrame:
    """Columns of FAIRNESS.

    `households`: household_no, division_code, applicant_key, in_scope. `people`: person_key, sex, birth_date,
    disabled. `alerts`: alert_id, state, person_key, household_no, division_code. `effects`: standing.EFFECTS.
    """
    who = with_age_band(people.unique("person_key"), night).select(
        "person_key",
        "age_band",
        sex=pl.col("sex").fill_null(UNKNOWN),
        disability=pl.when("disabled").then(pl.lit("持有效残疾人证")).otherwise(pl.lit("无")),
    )
    one = households.sort("in_scope", "division_code", "applicant_key", descending=[True, False, False])
    homes = one.unique("household_no", keep="first", maintain_order=True)
    open_homes = alerts.filter(pl.col("state") != "resolved")["household_no"].drop_nulls().unique()
    scope = homes.filter("in_scope").rename({"applicant_key": "person_key"})
    alerted = scope.with_columns(hit=pl.col("household_no").is_in(open_homes.implode()))
    about = alerts.join(homes.select("household_no", "applicant_key"), on="household_no", how="left").select(
        "alert_id", "division_code", person_key=pl.coalesce("person_key", "applicant_key")
    )
    last = effects.sort("seq").unique(["alert_id", "rule_version"], keep="last")
    decided = last.filter(pl.col("says") != UNCLEAR).with_columns(hit=pl.col("says") == CONFIRMED)
    upheld = effects.filter((pl.col("says") == CONFIRMED) | pl.col("overturned")).with_columns(hit="overturned")
    told = {
        "alert": alerted,
        "confirm": decided.join(about, on="alert_id"),
        "overturn": upheld.join(about, on="alert_id"),
    }
    rows = [pl.DataFrame(schema=FAIRNESS)]
    for measure, subjects in told.items():
        known = subjects.select("division_code", "person_key", "hit").join(who, on="person_key", how="left")
        named = known.with_columns(
            pl.col("age_band", "sex", "disability").fill_null(UNKNOWN),
            township=pl.col("division_code").str.slice(0, 9).fill_null(UNKNOWN),
        )
        rows += [_of(measure, attribute, named) for attribute in ATTRIBUTES]
    return pl.concat(rows).sort("measure", "attribute", "group_value")


def _of(measure: str, attribute: str, named: pl.DataFrame) -> pl.DataFrame:
    groups = named.group_by(group_value=attribute).agg(
        n=pl.len().cast(pl.Int64), hits=pl.col("hit").sum().cast(pl.Int64)
    )
    of, hit = int(groups["n"].sum()), int(groups["hits"].sum())
    pairs = [(hits, n, hit - hits, of - n) for hits, n in groups.select("hits", "n").iter_rows()]
    ratios = [ratio(*pair) or (None, None, None) for pair in pairs]
    more = {name: pl.Float64() for name in ("ratio", "ratio_low", "ratio_high")}
    flagged = [n >= LEAST and rest > 0 and 4 * hits * rest > QUARTERS * others * n for hits, n, others, rest in pairs]
    told = with_share(groups, "hits", "n", "rate").hstack(pl.DataFrame(ratios, schema=more, orient="row"))
    told = told.with_columns(
        pl.Series("flagged", flagged, dtype=pl.Boolean()), measure=pl.lit(measure), attribute=pl.lit(attribute)
    )
    return told.select(pl.col(name).cast(dtype) for name, dtype in FAIRNESS.items())
