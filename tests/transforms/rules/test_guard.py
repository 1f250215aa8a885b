"""The rule guard on texts of rules: what it refuses, what it lets through, and that it sees through marts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.rules.rule_files import texts
from transforms.rules.engine import mart_relations
from transforms.rules.guard import Guarded, check_guard, faults_of, guarded, licensed, undeclared
from transforms.rules.head import Rule, RuleError, parse_rule, parse_verification
from transforms.rules.kinds import Kind
from transforms.rules.waiting import parse_catalogue
from transforms.rules.walker import Relation

MARTS = mart_relations(texts("marts"))
TAX = Relation({"person_key": Kind(), "amount_yuan_year": Kind(grain="year"), "months": Kind()})


@pytest.fixture(scope="module")
def known() -> Guarded:
    """The house's relations and a tax office's, which delivers one figure a year."""
    found = guarded(MARTS)
    assert found.faults == ()
    return Guarded({**found.relations, "tax": TAX})


def rule(sql: str, rule_id: str = "CB-07") -> Rule:
    return replace(parse_rule(f"{rule_id}.sql", texts("rules/alert")[f"{rule_id}.sql"]), sql=sql)


REFUSED = [
    # Robodebt: a yearly figure spread over its months, in every disguise
    "SELECT 1 FROM tax JOIN policy ON TRUE WHERE tax.amount_yuan_year / 12 > policy.standard",
    "SELECT 1 FROM tax JOIN policy ON TRUE WHERE tax.amount_yuan_year // 12 > policy.standard",
    "SELECT 1 FROM tax JOIN policy ON TRUE WHERE tax.amount_yuan_year * (1.0 / 12) > policy.standard",
    "SELECT 1 FROM tax JOIN policy ON TRUE WHERE tax.amount_yuan_year * 0.0833 > policy.standard",
    "SELECT 1 FROM tax JOIN policy ON TRUE WHERE tax.amount_yuan_year / tax.months > policy.standard",
    "SELECT 1 FROM tax JOIN policy ON TRUE WHERE tax.amount_yuan_year / policy.income_window_months > policy.standard",
    "WITH spread AS (SELECT person_key, amount_yuan_year / 12 AS monthly FROM tax) SELECT monthly FROM spread",
    "SELECT sum(amount_yuan_year) / count(*) AS m FROM tax",
    "SELECT avg(amount_yuan_year) AS m FROM tax",
    "SELECT cast(cast(amount_yuan_year AS VARCHAR) AS DECIMAL(18, 2)) / 12 AS m FROM tax",
    "SELECT 1 FROM (SELECT coalesce(t.amount_yuan_year, 0) AS y FROM tax AS t) AS q WHERE abs(q.y) / 12 > 5",
    # different periods set against one another
    "SELECT 1 FROM tax JOIN policy ON TRUE WHERE tax.amount_yuan_year > policy.standard",
    "SELECT 1 FROM benefit JOIN policy ON TRUE WHERE benefit.monthly_yuan > policy.disposable_income_year",
    "SELECT 1 FROM medical_cost JOIN policy ON TRUE WHERE medical_cost.self_paid_yuan BETWEEN policy.standard AND 9",
    "SELECT 1 FROM rigid_expense JOIN policy ON TRUE WHERE rigid_expense.self_paid_yuan > policy.standard",
    "SELECT greatest(declared_income_yuan_month, declared_deposits_yuan) AS x FROM household",
    "SELECT declared_income_yuan_month + declared_deposits_yuan AS x FROM household",
    "SELECT CASE WHEN TRUE THEN declared_income_yuan_month ELSE declared_deposits_yuan END AS x FROM household",
    "SELECT declared_income_yuan_month AS x FROM household UNION ALL SELECT declared_deposits_yuan FROM household",
    "SELECT 1 FROM household WHERE declared_deposits_yuan IN (SELECT monthly_yuan FROM benefit)",
    "SELECT 1 FROM payment GROUP BY person_key HAVING sum(paid_yuan) > (SELECT min(standard) FROM policy)",
    "SELECT 1 FROM household JOIN policy ON household.declared_deposits_yuan > policy.standard",
    "SELECT 1 FROM household, policy QUALIFY sum(declared_deposits_yuan) OVER () > max(standard) OVER ()",
    # contributions say their own month each: added up they are no month's income
    "SELECT 1 FROM income, policy WHERE kind = 'contribution' GROUP BY ALL HAVING sum(yuan_month) > max(standard)",
    "SELECT 1 FROM income AS i, policy WHERE kind IN ('pension', 'contribution') "
    "GROUP BY ALL HAVING sum(yuan_month) > max(standard)",
    "SELECT 1 FROM income_part, policy GROUP BY ALL HAVING sum(yuan_month) > max(standard)",
    "SELECT 1 FROM payment, policy GROUP BY person_key, program HAVING sum(paid_yuan) > max(standard)",
    # one month taken for a year
    "SELECT 1 FROM benefit JOIN policy ON TRUE WHERE benefit.monthly_yuan * 12 > policy.disposable_income_year",
    "SELECT 1 FROM benefit JOIN policy ON TRUE WHERE benefit.monthly_yuan * 1200 > policy.disposable_income_year",
    "SELECT 1 FROM household_income AS h, policy WHERE h.declared_x * 12 > 1 AND h.income_year_units > policy.standard",
    "SELECT 1 FROM household_income AS h, policy WHERE h.income_year_units // 12 > policy.standard",
]

ALLOWED = [
    "SELECT 1 FROM benefit AS b, policy WHERE b.monthly_yuan > policy.standard * (1 + policy.income_tolerance)",
    "SELECT 1 FROM household_income AS h JOIN policy ON TRUE WHERE h.per_head_yuan > policy.standard",
    "SELECT 1 FROM household_income AS h, policy WHERE h.per_head_yuan * 12 > policy.disposable_income_year",
    "SELECT 1 FROM household_income AS h, policy WHERE h.income_year_units > policy.disposable_income_year * h.members",
    "SELECT 1 FROM household_income AS h JOIN policy ON TRUE WHERE h.income_yuan_month / h.members > policy.standard",
    "SELECT 1 FROM tax JOIN policy ON TRUE WHERE tax.amount_yuan_year > policy.disposable_income_year",
    "SELECT 1 FROM tax JOIN policy ON TRUE WHERE tax.amount_yuan_year > policy.standard * 12",
    "SELECT 1 FROM household, policy WHERE declared_deposits_yuan > standard * financial_months_limit",
    "SELECT 1 FROM household, policy WHERE declared_deposits_yuan > standard * 12 * tekun_savings_years",
    "SELECT 1 FROM household, policy WHERE declared_deposits_yuan > standard * (12 * tekun_savings_years)",
    "SELECT 1 FROM temporary_aid, policy WHERE amount_yuan > standard * temporary_aid_cap_multiple",
    "SELECT 1 FROM rigid_expense AS r, policy WHERE r.self_paid_yuan > policy.medical_shock_low_income_yuan",
    "SELECT 1 FROM income, policy WHERE kind = 'pension' GROUP BY ALL HAVING sum(yuan_month) > max(standard)",
    "SELECT sum(self_paid_yuan) * 100 AS fen FROM medical_cost",
    "SELECT 1 FROM payment, policy GROUP BY person_key, period HAVING sum(paid_yuan) > max(standard)",
    "SELECT person_key, payment.period, sum(paid_yuan) > max(standard) AS x FROM payment, policy GROUP BY ALL",
    "SELECT 1 FROM household WHERE coalesce(declared_income_yuan_month, 0) = 0",
    "SELECT declared_income_yuan_month / policy.standard AS share FROM household, policy",
]


@pytest.mark.parametrize("sql", REFUSED)
def test_refused(known: Guarded, sql: str) -> None:
    faults = faults_of(rule(sql), known)
    assert len(faults) == 1, faults
    assert faults[0].startswith("CB-07.sql:")


@pytest.mark.parametrize("sql", ALLOWED)
def test_let_through(known: Guarded, sql: str) -> None:
    assert faults_of(rule(sql), known) == []


ASKED = [
    ("SELECT 1 FROM person WHERE sex = '男'", "性别"),
    ("SELECT p.sex AS x FROM person AS p", "性别"),
    ("SELECT 1 FROM person_alive AS p JOIN member ON p.person_key = member.person_key AND p.sex = '女'", "性别"),
    ("WITH w AS (SELECT * FROM person) SELECT 1 FROM w WHERE substr(w.sex, 1, 1) = '女'", "性别"),
    ("SELECT count(*) FILTER (WHERE sex = '女') AS n FROM person", "性别"),
    ("SELECT 1 FROM marriage WHERE side = 'wife'", "性别"),
    ("SELECT 1 FROM member SEMI JOIN card_in_force USING (person_key)", "残疾"),
    ("SELECT 1 FROM member WHERE person_key NOT IN (SELECT person_key FROM disability_card)", "残疾"),
    ("SELECT 1 FROM household WHERE residence = '农村'", "户口性质"),
    ("SELECT CASE residence WHEN '农村' THEN 1 ELSE 2 END AS x FROM aid_household", "户口性质"),
]


@pytest.mark.parametrize(("sql", "attribute"), ASKED)
def test_protected_attribute_is_refused(known: Guarded, sql: str, attribute: str) -> None:
    (fault,) = faults_of(rule(sql), known)
    assert f"受保护的属性“{attribute}”" in fault


def test_a_mart_does_not_hide_whom_it_leaves_out() -> None:
    women = {**MARTS, "some_people": "SELECT person_key FROM person WHERE sex = '女'"}
    (fault,) = faults_of(rule("SELECT person_key FROM some_people"), guarded(women))
    assert "性别" in fault


def test_residence_may_find_the_policy_and_be_passed_on(known: Guarded) -> None:
    sql = """
        WITH home AS (SELECT household_no, locality, coalesce(residence, '') AS residence FROM active_household)
        SELECT home.residence, policy.standard FROM home
        JOIN policy ON home.locality = policy.locality AND home.residence = policy.residence
    """
    assert faults_of(rule(sql), known) == []


def test_only_a_rule_about_cards_may_ask_the_card(known: Guarded) -> None:
    asks = "SELECT person_key FROM card_in_force"
    assert licensed(rule(asks, "CB-24")) == {"残疾"}
    assert faults_of(rule(asks, "CB-24"), known) == []
    about_income = rule(asks)
    needs = [*about_income.head.needs, "civil_affairs.disabilities"]
    only_needs = replace(about_income, head=about_income.head.model_copy(update={"needs": needs}))
    assert len(faults_of(only_needs, known)) == 1, "the table alone is no legal basis"


@pytest.mark.parametrize(
    ("mart", "select"),
    [
        ("household_income", "SELECT amount_yuan_year / 12 AS income_yuan_month FROM tax"),
        ("household_income", "SELECT declared_deposits_yuan / 12 AS per_head_yuan FROM household"),
        ("some_income", "SELECT sum(yuan_month) / 12 AS a FROM income_part"),
    ],
)
def test_a_mart_converts_only_what_is_declared(known: Guarded, mart: str, select: str) -> None:
    from transforms.rules.sqltree import tree_of
    from transforms.rules.walker import Walker

    walker = Walker(known.relations, mart=mart)
    walker.query(tree_of(select))
    assert len(walker.faults) == 1


def test_every_rule_of_the_house_passes() -> None:
    rules, _ = parse_catalogue(texts("rules/alert"))
    check_guard([*rules, *(parse_verification(f, t) for f, t in texts("rules/verification").items())], MARTS)


def test_every_amount_has_a_declared_grain() -> None:
    assert undeclared() == [], "declare it in schemas/grains.py"


def test_what_fails_is_told_for_all_files_at_once() -> None:
    bad = [rule("SELECT sex FROM person"), rule("SELECT 1 FROM person WHERE sex = 'x'", "CB-06")]
    with pytest.raises(RuleError, match=r"CB-07\.sql.*\n.*CB-06\.sql"):
        check_guard(bad, MARTS)


def test_text_that_is_no_select(known: Guarded) -> None:
    assert len(faults_of(rule("SELEC 1"), known)) == 1
    assert len(faults_of(rule("SELECT 1; SELECT 2"), known)) == 1
