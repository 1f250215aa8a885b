"""`hedui backtest`: a new or changed rule on past nights, made again from what was kept (flows/past.py).

Facts are not kept over nights: at a million people they would be gigabytes a night. Deliveries and person keys are, so
the facts of any kept night are made again, at the cost of a link step each, for the one time somebody asks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from flows.errors import UsageError
from flows.journal import published_nights
from flows.lake import Lake
from flows.past import past
from flows.published import opened
from flows.resources import sql_texts
from flows.rulebase import RuleBase, rulebase
from flows.rules.checking import read_files
from flows.rules.listing import decisions_of
from flows.settings import Settings
from flows.steps.asking import ask
from flows.steps.assemble import assemble
from flows.steps.link import link
from flows.steps.stage import stage
from transforms.alerts import no_alerts
from transforms.rules.backtested import Followed, NightOf, Overlap, Yield, groups, overlap, work, yield_of
from transforms.rules.check import check_files
from transforms.rules.head import Rule


@dataclass(frozen=True, slots=True)
class Backtest:
    """One rule over past nights. live: the nights of the version in force, None where there is none.

    by_level, by_township, groups: of the alerts open after the last night.
    """

    rule_id: str
    version: int
    live_version: int | None
    nights: list[NightOf]
    live: list[NightOf] | None
    overlap: Overlap | None
    decided: Yield
    by_level: dict[str, int]
    by_township: dict[str, int]
    groups: dict[str, dict[str, int]]

    def as_data(self) -> dict[str, Any]:
        """The same as plain data, for JSON."""
        return asdict(self)


def backtest(settings: Settings, path: Path, count: int, told: Callable[[NightOf], None]) -> Backtest:
    """Run a rule file over the last `count` published nights. Raises UsageError for a rule that may not run."""
    rule = _checked(path)
    lake = Lake(settings.home.absolute())
    days = published_nights(lake)[-count:]
    new, live = Followed(no_alerts()), Followed(no_alerts())
    with past(settings) as home:
        for day in days:
            night = home.night(day)
            for step in (stage, link, assemble):
                step(night)
            base = rulebase(night)
            new.after(day, ask(night, base, [rule], new.alerts).alerts)
            in_force = _in_force(base, rule)
            if in_force is not None:
                live.after(day, ask(night, base, [in_force], live.alerts).alerts)
            told(new.nights[-1])
        affected = _groups(base, new, days[-1])
    with opened(settings) as file:
        decided = yield_of(new.alerts, decisions_of(file))
    return Backtest(
        rule_id=rule.id,
        version=rule.head.version,
        live_version=in_force.head.version if in_force else None,
        nights=new.nights,
        live=live.nights if in_force else None,
        overlap=overlap(new.alerts, live.alerts) if in_force else None,
        decided=decided,
        by_level=work(new.alerts, "level"),
        by_township=work(new.alerts, "township"),
        groups=affected,
    )


def _checked(path: Path) -> Rule:
    with duckdb.connect(config={"threads": 1}) as con:
        (checked,) = check_files(con, read_files([path]), sql_texts("marts"))
    if checked.rule is None or checked.faults:
        raise UsageError("规则有误,不能试算:\n" + "\n".join(checked.faults))
    return checked.rule


def _in_force(base: RuleBase, rule: Rule) -> Rule | None:
    return next((one for one in base.live_rules if one.id == rule.id), None)


def _groups(base: RuleBase, new: Followed, night: date) -> dict[str, dict[str, int]]:
    con = base.world("linked")
    people = con.execute("SELECT person_key, sex, birth_date FROM person").pl()
    cards = con.execute("SELECT DISTINCT person_key FROM card_in_force WHERE person_key IS NOT NULL").pl()
    return dict(groups(new.alerts, people, cards["person_key"].to_list(), night))
