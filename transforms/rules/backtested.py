"""What a rule would have meant on past nights: alerts, overlap with the version in force, work, groups affected.

Groups are watched and nothing else: no rule and no order of work may look at them (schemas/grains.py, PROTECTED).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from transforms.link.measured import wilson
from transforms.rules.measured import confirmed

BANDS = ((18, "未满18"), (60, "18至59"), (80, "60至79"))
OLDEST, UNKNOWN_AGE, NOBODY = "80及以上", "年龄不详", "不针对个人"
_TOWNSHIP = 9


@dataclass(frozen=True, slots=True)
class NightOf:
    """Counts of one night: alerts that the rule holds, and how many of them began, came back or ended."""

    night: date
    standing: int
    new: int
    reopened: int
    resolved: int


@dataclass(frozen=True, slots=True)
class Yield:
    """How alerts were decided that were put before staff: share confirmed with its interval; None where unknown."""

    decided: int | None = None
    confirmed: int | None = None
    interval: tuple[float, float, float] | None = None


@dataclass(frozen=True)
class Overlap:
    """Alerts that both versions ever had, and those that only one had."""

    both: int
    only_new: int
    only_live: int


@dataclass
class Followed:
    """One version of a rule over nights. `alerts`: after the last night; `nights`: oldest first."""

    alerts: pl.DataFrame
    nights: list[NightOf] = field(default_factory=list)

    def after(self, night: date, alerts: pl.DataFrame) -> None:
        """Take in what a night made of the alerts."""
        counts = dict(alerts["state"].value_counts().iter_rows())
        ended = alerts.filter(pl.col("resolved_on") == night).height
        standing = sum(count for state, count in counts.items() if state != "resolved")
        self.nights.append(NightOf(night, standing, counts.get("new", 0), counts.get("reopened", 0), ended))
        self.alerts = alerts


def overlap(new: pl.DataFrame, live: pl.DataFrame) -> Overlap:
    """By alert_id, which is rule and anchor: over all the nights followed."""
    ours, theirs = set(new["alert_id"]), set(live["alert_id"])
    return Overlap(len(ours & theirs), len(ours - theirs), len(theirs - ours))


def yield_of(alerts: pl.DataFrame, decisions: pl.DataFrame | None) -> Yield:
    """What staff decided of these alerts when the version in force put them before staff; nothing known of others."""
    if decisions is None:
        return Yield()
    last = decisions.sort("decided_on", "decision_id").unique("alert_id", keep="last", maintain_order=True)
    about = last.join(alerts.select("alert_id"), on="alert_id", how="semi")
    right = about.filter(confirmed()).height
    return Yield(about.height, right, wilson(right, about.height))


def work(alerts: pl.DataFrame, by: str) -> dict[str, int]:
    """Open alerts by `level` or by `township`, the most first."""
    value = pl.col("division_code").str.head(_TOWNSHIP).fill_null("") if by == "township" else pl.col(by)
    counted = alerts.filter(pl.col("state") != "resolved").group_by(value.alias(by)).len()
    return dict(counted.sort(["len", by], descending=[True, False]).iter_rows())


def groups(
    alerts: pl.DataFrame, people: pl.DataFrame, with_card: Sequence[str], night: date
) -> Mapping[str, dict[str, int]]:
    """Open alerts by age band, sex and disability of the person they are about; watched, never used.

    people: person_key, sex, birth_date. with_card: keys of people with a disability card in force.
    """
    about = alerts.filter(pl.col("state") != "resolved").join(people, on="person_key", how="left")
    nobody = pl.col("person_key").is_null()
    born = pl.col("birth_date")
    month, day = (part.cast(pl.Int32) for part in (born.dt.month(), born.dt.day()))  # as Int8, 100 months overflow
    before_birthday = month * 100 + day > night.month * 100 + night.day
    age = pl.lit(night.year) - born.dt.year() - before_birthday.cast(pl.Int32)
    band = pl.lit(OLDEST)
    for limit, label in reversed(BANDS):
        band = pl.when(age < limit).then(pl.lit(label)).otherwise(band)
    band = pl.when(age.is_null()).then(pl.lit(UNKNOWN_AGE)).otherwise(band)
    card = pl.when(pl.col("person_key").is_in(list(with_card))).then(pl.lit("有残疾证")).otherwise(pl.lit("无残疾证"))
    labelled = about.select(
        **{
            name: pl.when(nobody).then(pl.lit(NOBODY)).otherwise(value)
            for name, value in {
                "年龄": band,
                "性别": pl.col("sex").fill_null("不详"),
                "残疾": card,
            }.items()
        }
    )
    return {
        name: dict(labelled.group_by(name).len().sort(["len", name], descending=[True, False]).iter_rows())
        for name in labelled.columns
    }
