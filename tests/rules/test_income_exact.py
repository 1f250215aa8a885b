"""Income, rigid expenses, tier and outcome of random households against a second, slow reckoning in Fractions."""

from __future__ import annotations

import random
from calendar import monthrange
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import duckdb
import pytest

from tests.rules.rule_files import texts
from transforms.rules.engine import prepare, verification
from transforms.rules.examples import load_example
from transforms.rules.head import Example, parse_verification

AS_OF = date(2026, 3, 31)
MONTHS = [date(2025, month, 1) for month in range(3, 13)] + [date(2026, 1, 1), date(2026, 2, 1)]
POLICY = {
    "standard": "1040",
    "edge_multiple": "1.5",
    "disposable_income_year": "48000",
    "rigid_share": "0.6",
    "work_cost_share": "0.137",
    "resident_pension_exempt_yuan": "180.55",
    "home_count_limit": "2",
    "home_area_per_head_m2": "50",
}
TIERS = ["最低生活保障", "低保边缘", "刚性支出困难", "不符合"]
Rows = list[dict[str, Any]]


def money(rng: random.Random, top: int) -> str:
    return str(Decimal(rng.randrange(top * 100)) / 100)


def day(rng: random.Random) -> str:
    return date.fromordinal(rng.randrange(date(2024, 12, 1).toordinal(), date(2026, 4, 10).toordinal())).isoformat()


def city(seed: int) -> dict[str, Rows]:
    """Sixty households with incomes that begin, end and overlap on any day."""
    rng = random.Random(seed)
    given: dict[str, Rows] = {"household": [], "member": [], "authorisation": [], "income": [], "medical_cost": []}
    for number in range(60):
        home = f"H{number}"
        declared = money(rng, 9000) if rng.random() < 0.5 else None
        given["household"].append(
            {"record_no": home, "household_no": home, "program": rng.choice(TIERS[:3]), "status": "在享"}
            | {"approved_on": "2025-01-01", "declared_income_yuan_month": declared}
        )
        for member in range(rng.choice([1, 2, 3, 7])):
            key = f"{home}P{member}"
            given["member"].append(
                {"household_no": home, "person_key": key, "relation": "其他", "member_kind": "共同生活"}
            )
            given["authorisation"].append(
                {"household_no": home, "person_key": key, "purpose": "社会救助", "signed_on": "2025-01-01"}
            )
            given["income"] += [income(rng, key) for _ in range(rng.randrange(8))]
            given["medical_cost"] += [
                {"person_key": key, "settled_on": day(rng), "self_paid_yuan": money(rng, 40000)}
                | {"valid": rng.choice(["有效", "有效", "退费"])}
                for _ in range(rng.randrange(3))
            ]
    return given


def income(rng: random.Random, key: str) -> dict[str, Any]:
    kind = rng.choice(["contribution", "contribution", "employment", "pension", "unemployment"])
    until = day(rng) if rng.random() < 0.6 else None
    row: dict[str, Any] = {
        "person_key": key,
        "kind": kind,
        "yuan_month": money(rng, 9000 if rng.random() < 0.5 else 400),
    }
    if kind == "contribution":
        row |= {
            "scheme": rng.choice(["企业职工养老", "机关事业养老", "灵活就业养老"]),
            "status": rng.choice(["已缴", "补缴", "欠缴"]),
        }
        return row | {"month": rng.choice(MONTHS).isoformat()}
    if kind == "pension":
        row |= {
            "scheme": rng.choice(["企业职工", "机关事业", "城乡居民"]),
            "status": rng.choice(["在发", "在发", "停发"]),
        }
    return row | {"from_on": day(rng), "until_on": until if kind != "pension" else None}


def month_income(rows: Rows, month: date) -> Fraction:
    """One person's income of one month, read off rules.md."""
    first, last = month.isoformat(), month.replace(day=monthrange(month.year, month.month)[1]).isoformat()
    wages, others = [Fraction(0)], Fraction(0)
    for row in rows:
        yuan, until = Fraction(row["yuan_month"]), row.get("until_on")
        if row["kind"] == "contribution":
            counts = row["month"] == first and row["scheme"] != "灵活就业养老" and row["status"] != "欠缴"
            wages.append(yuan if counts else Fraction(0))
        elif row["kind"] == "employment":
            wages.append(yuan if row["from_on"] <= first and (until is None or until >= last) else Fraction(0))
        elif row["kind"] == "pension" and row["status"] == "在发" and row["from_on"] <= last:
            exempt = Fraction(POLICY["resident_pension_exempt_yuan"]) if row["scheme"] == "城乡居民" else Fraction(0)
            others += max(yuan - exempt, Fraction(0))
        elif row["kind"] == "unemployment" and row["from_on"] <= last and (until is None or until >= first):
            others += yuan
    return max(wages) * (1 - Fraction(POLICY["work_cost_share"])) + others


def fen(amount: Fraction) -> Decimal:
    return (Decimal((amount * 200 + 1).__floor__() // 2) / 100).quantize(Decimal("0.01"), ROUND_HALF_UP)


def reckoned(given: dict[str, Rows], home: dict[str, Any]) -> tuple[Decimal, Decimal, Decimal, str, str]:
    keys = [row["person_key"] for row in given["member"] if row["household_no"] == home["household_no"]]
    by_key = {key: [row for row in given["income"] if row["person_key"] == key] for key in keys}
    verified = sum((month_income(by_key[key], month) for key in keys for month in MONTHS), Fraction(0)) / 12
    total = max(verified, Fraction(home["declared_income_yuan_month"] or 0))
    head = Fraction(fen(total / len(keys)))
    rigid = sum(
        Fraction(row["self_paid_yuan"])
        for row in given["medical_cost"]
        if row["person_key"] in keys
        and row["valid"] == "有效"
        and "2025-03-31" < row["settled_on"] <= AS_OF.isoformat()
    )
    standard = Fraction(POLICY["standard"])
    if head <= standard:
        tier = TIERS[0]
    elif head <= standard * Fraction(POLICY["edge_multiple"]):
        tier = TIERS[1]
    elif (
        head * 12 <= Fraction(POLICY["disposable_income_year"])
        and rigid >= Fraction(POLICY["rigid_share"]) * total * 12
    ):
        tier = TIERS[2]
    else:
        tier = TIERS[3]
    outcome = "pass" if TIERS.index(tier) <= TIERS.index(home["program"]) else "fail"
    return fen(total), fen(total / len(keys)), fen(Fraction(rigid)), tier, outcome


@pytest.mark.parametrize("seed", range(5))
def test_verification_equals_a_second_reckoning(
    con: duckdb.DuckDBPyConnection, marts: dict[str, str], seed: int
) -> None:
    given = city(seed)
    load_example(con, Example(why="随机", as_of=AS_OF.isoformat(), policy=POLICY, given=given, expect=[]))
    prepare(con, "linked", marts)
    file = parse_verification("outcome.sql", texts("rules/verification")["outcome.sql"])
    columns = ["income_yuan_month", "income_per_head_yuan", "rigid_expense_year_yuan", "proposed_tier", "outcome"]
    found = {row["record_no"]: tuple(row[name] for name in columns) for row in verification(con, file).to_dicts()}
    assert found == {home["record_no"]: reckoned(given, home) for home in given["household"]}
