"""A night's facts and policy in a private DuckDB, ready for verification and rules in both worlds.

Assess and monitor ask the same marts; the rule base of a night is built once in a process and shared by both steps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TypeVar

import duckdb
import polars as pl

from flows.errors import UsageError
from flows.inbox import nightly_departments
from flows.lake import DONE, read_json
from flows.night import Night
from flows.resources import sql_texts
from flows.rule_space import RuleSpace
from flows.steps.assemble import fact_paths
from flows.steps.link import ONLY_APART, PEOPLE
from flows.steps.link import STEP as LINK
from flows.steps.source_health import source_health
from flows.steps.stage import has_rows
from flows.warehouse import Engine, facts_connection
from schemas.catalogue import TABLES
from schemas.facts import FACTS
from transforms.policy.dated import PolicyFile
from transforms.policy.files import PolicyError, parse_policies, policy_warnings
from transforms.policy.periods import policy_periods
from transforms.policy.resolve import ResolvedPolicy, resolve
from transforms.rules.engine import CONTEXT, LEFT_OUT, World, mart_relations, prepare
from transforms.rules.guard import check_guard
from transforms.rules.head import Rule
from transforms.rules.loading import load_relations
from transforms.rules.waiting import Waiting, parse_catalogue

Answer = TypeVar("Answer")
_SMALL = 2_000_000
"""Bytes of facts: some 4,000 people. Measured with 300 and 2,000: one thread takes a quarter less of the processor."""


@dataclass
class RuleBase:
    """Facts, policy and marts of a night. `world(...)` gives a connection whose marts stand for that world.

    policy_warnings: what people should put right in the policy files, in Chinese.
    """

    con: duckdb.DuckDBPyConnection
    policy: ResolvedPolicy
    policy_warnings: tuple[str, ...]
    rules: tuple[Rule, ...]
    has_likely_links: bool
    marts: dict[str, str]
    space: RuleSpace
    _worlds: dict[World, duckdb.DuckDBPyConnection] = field(default_factory=dict)

    def world(self, world: World) -> duckdb.DuckDBPyConnection:
        """A connection prepared for a world; temporary tables are its own, the facts are shared."""
        if world not in self._worlds:
            cursor = self.con.cursor()
            prepare(cursor, world, self.marts)
            self._worlds[world] = cursor
        return self._worlds[world]

    def in_worlds(self, work: Callable[[duckdb.DuckDBPyConnection, World], Answer]) -> tuple[Answer, Answer | None]:
        """What `work` answers in world linked, and in world apart where a link is below certain, both at the same time.

        Most questions are too short for all processors; the two worlds share nothing but the facts they read.
        """
        worlds: tuple[World, ...] = ("linked", "apart") if self.has_likely_links else ("linked",)
        with ThreadPoolExecutor(len(worlds)) as pool:
            answers = list(pool.map(lambda world: work(self.world(world), world), worlds))
        return answers[0], answers[1] if len(answers) > 1 else None

    def world_without(self, records: pl.DataFrame, world: World) -> duckdb.DuckDBPyConnection:
        """A connection prepared as if `records` (source_table, record_no) were not there; the caller closes it."""
        load_relations(self.con, {LEFT_OUT: records.select("source_table", "record_no")})
        cursor = self.con.cursor()
        prepare(cursor, world, self.marts, without=True)
        return cursor

    @property
    def live_rules(self) -> tuple[Rule, ...]:
        """Rules whose findings become alerts."""
        return tuple(rule for rule in self.rules if rule.head.status == "live")

    @property
    def trial_rules(self) -> tuple[Rule, ...]:
        """Rules that are run apart, their findings put before nobody."""
        return tuple(rule for rule in self.rules if rule.head.status == "trial")

    @property
    def trial_ids(self) -> list[str]:
        """Ids of the rules on trial."""
        return [rule.id for rule in self.trial_rules]

    def close(self) -> None:
        """Let go of everything; spill files go with it."""
        for cursor in self._worlds.values():
            cursor.close()
        self.con.close()


_open: dict[str, RuleBase] = {}


def rulebase(night: Night) -> RuleBase:
    """The rule base of a night: made on first use; that of an earlier night is closed."""
    if night.run_id not in _open:
        release_rulebase()
        _open[night.run_id] = _build(night)
    return _open[night.run_id]


def release_rulebase() -> None:
    """Close the open rule base, if any."""
    while _open:
        _open.popitem()[1].close()


@contextmanager
def closing_rulebase() -> Iterator[None]:
    """However a run ends, its rule base ends with it: DuckDB at work while the process goes down would abort it."""
    try:
        yield
    finally:
        release_rulebase()


def engine_of(night: Night) -> Engine:
    """What DuckDB may use on this home."""
    return Engine(night.lake.home / "lake" / "spill", night.settings.threads, night.settings.memory_limit)


def _engine_for(facts: Mapping[str, Sequence[Path]], engine: Engine) -> Engine:
    """One thread a world where the city is small, unless a setting says otherwise.

    What is asked of few rows is answered in less time than it takes to share it among processors.
    """
    size = sum(path.stat().st_size for paths in facts.values() for path in paths)
    return replace(engine, threads=1) if engine.threads is None and size < _SMALL else engine


def _build(night: Night) -> RuleBase:
    return built(night, _policies(night), policy_warnings(night.policy_texts))


def built(night: Night, policies: tuple[PolicyFile, ...], warnings: tuple[str, ...] = ()) -> RuleBase:
    """A rule base of a night's facts under some policy, the caller's to close."""
    link = night.folder / LINK
    people = {"person": [link / PEOPLE], "person_apart": [link / PEOPLE, link / ONLY_APART]}
    facts = {**fact_paths(night), **people}
    con = facts_connection(facts, _engine_for(facts, engine_of(night)))
    policy = _policy(policies, night, con)
    frames = {
        "night": pl.DataFrame({"as_of": [night.as_of]}, schema={"as_of": pl.Date}),
        "policy": policy.policy,
        "policy_period": policy_periods(policies, night.as_of),
        "locality": policy.locality,
        "department": delivered(night),
        **source_health(night),
    }
    load_relations(con, frames)
    likely = read_json(link / DONE)["summary"]["likely"] > 0 or _only_suspected(con)
    marts = mart_relations(sql_texts("marts"))
    space = RuleSpace({name: frames[name] for name in CONTEXT}, marts)
    return RuleBase(con, policy, warnings, parsed_rules(), likely, marts, space)


@cache
def parsed_catalogue() -> tuple[tuple[Rule, ...], tuple[Waiting, ...]]:
    """Rules that can be asked and rules that wait, parsed once in a process, as the code is.

    A rule that the guard refuses stops the night as a broken head does: raises RuleError.
    """
    asked, waiting = parse_catalogue(_files("rules/alert"))
    check_guard(asked, mart_relations(sql_texts("marts")))
    return asked, waiting


def parsed_rules() -> tuple[Rule, ...]:
    """Rules that can be asked."""
    return parsed_catalogue()[0]


def _files(folder: str) -> dict[str, str]:
    return {f"sql/{folder}/{name}.sql": text for name, text in sql_texts(folder).items()}


def _policies(night: Night) -> tuple[PolicyFile, ...]:
    try:
        return parse_policies(night.policy_texts)
    except PolicyError as fault:
        raise UsageError(str(fault)) from None


def _policy(policies: tuple[PolicyFile, ...], night: Night, con: duckdb.DuckDBPyConnection) -> ResolvedPolicy:
    coded = [name for name, fact in FACTS.items() if "division_code" in fact.columns]
    every = " UNION ".join(f"SELECT division_code FROM fact.{name}" for name in coded)
    codes = [row[0] for row in con.execute(f"SELECT division_code FROM ({every}) ORDER BY ALL").fetchall()]
    return resolve(policies, night.as_of, codes)


def _only_suspected(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether another centre only suspects that a record is somebody's."""
    return con.execute(sql_texts("exchange")["only_suspected"]).fetchall()[0][0] is True


def delivered(night: Night) -> pl.DataFrame:
    """department, delivered: whether any of its tables was ever accepted. Only of those that deliver every night."""
    ever = {
        department: any(has_rows(night, spec) for spec in TABLES.values() if spec.department == department)
        for department in nightly_departments()
    }
    return pl.DataFrame({"department": list(ever), "delivered": list(ever.values())})
