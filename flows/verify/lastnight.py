"""What a request is answered from: last night's facts, people, policy and deliveries, as the night left them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path

import polars as pl

from flows.errors import UsageError
from flows.night import Night, newest_night
from flows.rulebase import delivered
from flows.settings import Settings
from flows.steps.assemble import fact_paths
from flows.steps.link import ONLY_APART, PEOPLE
from flows.steps.link import STEP as LINK
from flows.steps.stage import STEP as STAGE
from schemas.catalogue import TABLES
from schemas.facts import FACTS
from transforms.policy.dated import PolicyFile
from transforms.policy.files import PolicyError, parse_policies
from transforms.policy.periods import policy_periods
from transforms.policy.resolve import ResolvedPolicy, resolve

_IN_FORCE = ("accepted", "unchanged")


@dataclass(frozen=True)
class LastNight:
    """The last published night of a home. Frames are read when they are asked for."""

    night: Night

    @property
    def as_of(self) -> date:
        """The day of the data."""
        return self.night.as_of

    @cached_property
    def facts(self) -> dict[str, pl.LazyFrame]:
        """Every fact of schemas.facts."""
        paths = fact_paths(self.night)
        return {
            name: pl.scan_parquet(paths[name]).select(list(fact.columns))
            if paths.get(name)
            else pl.LazyFrame(schema=fact.polars_schema)
            for name, fact in FACTS.items()
        }

    def people(self) -> pl.DataFrame:
        """Last night's people."""
        return pl.read_parquet(self._file(LINK, PEOPLE))

    def only_apart(self) -> pl.DataFrame:
        """Who is there besides when likely links are not believed."""
        return pl.read_parquet(self._file(LINK, ONLY_APART))

    @cached_property
    def sources(self) -> pl.DataFrame:
        """source_table, label, cut_off (day of the last batch taken, null: never), late, quarantined (rows of it)."""
        feeds = pl.read_parquet(self._file(STAGE, "feeds.parquet")).with_columns(
            source_table=pl.format("{}.{}", "department", "table_name")
        )
        taken = feeds.filter(pl.col("status").is_in(_IN_FORCE) & (pl.col("batch_date") <= self.as_of))
        last = taken.sort("source_table", "batch_date").unique("source_table", keep="last", maintain_order=True)
        labels = {key: f"{spec.department_label}·{spec.label}" for key, spec in TABLES.items()}
        every = pl.DataFrame({"source_table": list(labels), "label": list(labels.values())})
        found = last.select("source_table", pl.col("batch_date").alias("cut_off"), quarantined="rows_quarantined")
        return every.join(found, on="source_table", how="left", maintain_order="left").with_columns(
            late=(pl.col("cut_off") < self.as_of).fill_null(value=False),
            quarantined=pl.col("quarantined").fill_null(0),
        )

    @cached_property
    def defects(self) -> pl.DataFrame:
        """source_table, record_no, column_name, reason: cells of rows in force that could not be read."""
        defects = pl.read_parquet(self._file(STAGE, "defects.parquet")).with_columns(
            source_table=pl.format("{}.{}", "department", "table_name")
        )
        events = [key for key, spec in TABLES.items() if spec.is_event]
        newest = defects.join(self.sources.select("source_table", "cut_off"), on="source_table").filter(
            pl.col("source_table").is_in(events) | (pl.col("batch_date") == pl.col("cut_off"))
        )
        return newest.select("source_table", "record_no", "column_name", "reason").drop_nulls("record_no")

    @cached_property
    def departments(self) -> pl.DataFrame:
        """department, delivered: whether any of its tables was ever accepted."""
        return delivered(self.night)

    @cached_property
    def policies(self) -> tuple[PolicyFile, ...]:
        """Policy files as they are now. Raises UsageError."""
        try:
            return parse_policies(self.night.policy_texts)
        except PolicyError as fault:
            raise UsageError(str(fault)) from None

    @cached_property
    def periods(self) -> pl.DataFrame:
        """The relation policy_period of the day of the data."""
        return policy_periods(self.policies, self.as_of)

    def policy_since(self, day: date, code: str) -> date:
        """The first day from which on the policy of `day` has held at a place: two days of one give one policy."""
        root = min(file.locality for file in self.policies if len(file.locality) == self._shortest)
        files = [file for file in self.policies if code.startswith(file.locality) or file.locality == root]
        values = [value for file in files for value in file.values]
        ends = {value.valid_until + timedelta(days=1) for value in values if value.valid_until is not None}
        days = sorted({value.valid_from for value in values} | ends)
        at = bisect_right(days, day)
        return days[at - 1] if at else date.min

    @property
    def _shortest(self) -> int:
        return min(len(file.locality) for file in self.policies)

    def policy_on(self, day: date, codes: Iterable[str]) -> ResolvedPolicy:
        """The policy in force on a day."""
        return resolve(self.policies, day, codes)

    def _file(self, step: str, name: str) -> Path:
        path = self.night.folder / step / name
        if not path.is_file():
            raise UsageError(f"{self.as_of} 的数据正在重算或不完整，请在夜间任务结束后再试。")
        return path


def last_night(settings: Settings) -> LastNight:
    """The last published night. Raises UsageError if there is none yet."""
    return LastNight(newest_night(settings))
