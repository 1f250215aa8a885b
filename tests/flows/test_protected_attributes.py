"""Whatever a person's sex, registered residence or disability is said to be, no alert changes that is not about it.

The rule guard says so of the text of the rules (tests/transforms/rules/test_guard.py); here the facts are changed.
"""

from __future__ import annotations

import polars as pl
import pytest

from flows.journal import key_secret
from flows.lake import Lake
from flows.night import open_night
from flows.rulebase import RuleBase, rulebase
from flows.settings import load
from schemas.facts import FACTS, PERSON
from schemas.grains import NEVER, PROTECTED
from tests.conftest import RunNights
from tests.flows.nights import THIRD
from transforms.rules.engine import findings, prepare
from transforms.rules.guard import licensed

SEX = "CASE sex WHEN '男' THEN '女' WHEN '女' THEN '男' END AS sex"
FLIPS = {
    "性别": {
        "person": f"SELECT * REPLACE ({SEX}) FROM",
        "person_apart": f"SELECT * REPLACE ({SEX}) FROM",
        "number_doubt": f"SELECT * REPLACE ({SEX}, NOT sex_differs AS sex_differs) FROM",
        "marriage": "SELECT * REPLACE (CASE side WHEN 'wife' THEN 'husband' ELSE 'wife' END AS side) FROM",
    },
    "户口性质": {
        "household": "SELECT * REPLACE (CASE residence WHEN '农村' THEN '城镇' ELSE '农村' END AS residence) FROM",
    },
    "残疾": {
        "disability_card": "SELECT * REPLACE (CASE grade WHEN '一级' THEN '四级' ELSE '一级' END AS grade, '听力' AS "
        "category, CASE status WHEN '有效' THEN '注销' ELSE '有效' END AS status) FROM",
    },
}


@pytest.fixture
def base(city_a: RunNights) -> RuleBase:
    """The rule base of the last night of the case with known truth, over tables of its own that a test may change."""
    lake = Lake(city_a.home)
    return rulebase(open_night(load(None, home=city_a.home), lake, THIRD, key_secret(lake)))


def found_by(base: RuleBase, rules: list[str]) -> dict[str, pl.DataFrame]:
    con = base.con.cursor()
    prepare(con, "linked", base.marts)
    # `residence` only says which kind of place's policy held.
    return {rule.id: findings(con, rule).drop("residence") for rule in base.live_rules if rule.id in rules}


@pytest.mark.parametrize("attribute", FLIPS)
def test_flipping_it_changes_no_alert_that_is_not_about_it(base: RuleBase, attribute: str) -> None:
    asks = [rule.id for rule in base.live_rules if attribute in licensed(rule)]
    silent = [rule.id for rule in base.live_rules if rule.id not in asks]
    before = found_by(base, silent + asks)
    assert sum(frame.height for rule, frame in before.items() if rule in silent) > 30
    with flipped(base, attribute):
        after = found_by(base, silent + asks)
    changed = [rule for rule in before if not before[rule].equals(after[rule])]
    assert set(changed) <= set(asks), f"{attribute} decides"
    assert bool(changed) == bool(asks), "the flip is seen by the rules that are about it, if there are any"


class flipped:  # noqa: N801
    """Facts with an attribute turned round, for as long as it lasts."""

    def __init__(self, base: RuleBase, attribute: str) -> None:
        self.con, self.flips = base.con, FLIPS[attribute]

    def __enter__(self) -> None:
        for name, select in self.flips.items():
            self.con.execute(f"CREATE OR REPLACE TABLE fact.kept AS SELECT * FROM fact.{name}")
            self.con.execute(f"CREATE TABLE fact.{name}_flipped AS {select} fact.kept")
            self.con.execute(f"ALTER {self._kind(name)} fact.{name} RENAME TO {name}_true")
            self.con.execute(f"ALTER TABLE fact.{name}_flipped RENAME TO {name}")

    def __exit__(self, *_: object) -> None:
        for name in self.flips:
            self.con.execute(f"DROP TABLE fact.{name}")
            self.con.execute(f"ALTER {self._kind(name + '_true')} fact.{name}_true RENAME TO {name}")

    def _kind(self, name: str) -> str:
        views = self.con.execute("SELECT 1 FROM duckdb_views() WHERE view_name = ? AND schema_name = 'fact'", [name])
        return "VIEW" if views.fetchone() else "TABLE"


def test_every_protected_column_is_flipped() -> None:
    told = {
        (fact, column, attribute)
        for attribute, flips in FLIPS.items()
        for fact, select in flips.items()
        for column in FACTS.get(fact, PERSON).columns
        if f"AS {column}" in select
    }
    for (fact, column), attribute in PROTECTED.items():
        assert any((fact, attribute) == (at, of) and column in ("*", name) for at, name, of in told), (fact, column)


def test_what_nobody_may_hold_is_held_nowhere() -> None:
    columns = {column for fact in (*FACTS.values(), PERSON) for column in fact.columns}
    assert [column for column in columns if any(word in column.split("_") for word in NEVER)] == []
