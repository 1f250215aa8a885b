"""`hedui simulate`: the last night's facts verified again under another policy, by the night's own marts and SQL.

Both sides are made by the same code from the facts kept of the last night; only the policy differs. Nothing is written
into the home.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import polars as pl
from rich import box
from rich.console import Console
from rich.table import Table

from flows.errors import UsageError
from flows.journal import nights, published_nights, run_lock
from flows.kept import kept_input
from flows.lake import Lake, write_asked_bytes
from flows.night import Night
from flows.reference import read_policy
from flows.resources import sql_texts
from flows.rulebase import built
from flows.settings import Settings
from flows.steps.assemble import STEP as ASSEMBLE
from flows.workbook import Sheet, workbook
from transforms.centre.effect import TIERS, Effect, effect
from transforms.policy.dated import PolicyFile
from transforms.policy.files import PolicyError, parse_policies
from transforms.policy.tried import tried_value, with_tried
from transforms.rules.engine import marts_asked, verification
from transforms.rules.head import parse_verification
from transforms.rules.worlds import merge_verification

_KEY = ["household_no", "program", "record_no"]


@dataclass(frozen=True, slots=True)
class Simulated:
    """night: whose facts; said: what was changed, in Chinese."""

    night: date
    said: str
    effect: Effect


def simulate(settings: Settings, values: Sequence[str], policy: Path | None) -> Simulated:
    """Verify the last night's facts under its own policy and under the one tried. Raises UsageError."""
    if not values and policy is None:
        raise UsageError("请用 --set 参数=取值 或 --policy 文件 写明要试算什么,如 --set standard=1100。")
    lake = Lake(settings.home.absolute())
    day = published_nights(lake)[-1]
    standing = _parsed(kept_input(lake, nights(lake)[day], "policy") or read_policy(settings.policy))
    tried = standing if policy is None else _parsed(read_policy(policy))
    try:
        tried = with_tried(tried, map(tried_value, values), day)
    except ValueError as fault:
        raise UsageError(f"{fault}。") from None
    lock = lake.journal / "run.lock"
    if not os.access(lock if lock.exists() else lock.parent, os.W_OK):
        raise UsageError(f"{lake.home} 不可写:试算期间要占用运行锁。请用有写权限的账户,或复制一份再试算。")
    with run_lock(lake):  # the night's own folder is asked, so no night may be at work on it
        night = Night(settings, lake, day, None, b"", datetime.fromisoformat(nights(lake)[day]["started_at"]))
        if not (night.folder / ASSEMBLE).is_dir():
            raise UsageError(f"{day} 夜的事实已不在,请重新运行 hedui nightly。")
        result = effect(_verified(night, standing), _verified(night, tried))
    said = "、".join([*([f"政策文件 {policy.name}"] if policy else []), *values])
    return Simulated(day, said, result)


def _parsed(texts: dict[str, str]) -> tuple[PolicyFile, ...]:
    try:
        return parse_policies(texts)
    except PolicyError as fault:
        raise UsageError(str(fault)) from None


def _verified(night: Night, policies: tuple[PolicyFile, ...]) -> pl.DataFrame:
    """Verification results under a policy, both worlds, with the entitlement each household's tier gives."""
    file = parse_verification("sql/rules/verification/outcome.sql", sql_texts("rules/verification")["outcome"])
    money = sql_texts("centre")["tier_entitlement"]
    with closing(built(night, policies)) as base:
        base.marts = marts_asked(base.marts, file.sql + money)
        linked = verification(base.world("linked"), file)
        entitled = base.world("linked").execute(money).pl().select(*_KEY, "entitlement_yuan_month")
        apart = verification(base.world("apart"), file) if base.has_likely_links else None
        return merge_verification(linked, apart).join(entitled, on=_KEY, how="left", nulls_equal=True)


def show(told: Simulated, console: Console) -> None:
    """Who enters, who leaves, what it costs."""
    console.print(f"试算 {told.said},按 {told.night} 夜的数据。只作测算,不改动任何结果。", markup=False)
    table = Table(box=box.SIMPLE_HEAD)
    for header in ("类别", "现在户数", "试算户数", "进入", "离开", "月保障金变化(元)"):
        table.add_column(header, justify="left" if header == "类别" else "right", no_wrap=True)
    for row in told.effect.tiers.iter_rows(named=True):
        change: Decimal = row["yuan_after"] - row["yuan_before"]
        counts = (row[name] for name in ("before", "after", "enter", "leave"))
        money = f"{change:+,.2f}" if row["tier"] == TIERS[0] else "·"
        table.add_row(row["tier"], *(f"{count:,}" if count else "·" for count in counts), money)
    console.print(table)
    tier = told.effect.tiers.row(0, named=True)
    monthly = tier["yuan_after"] - tier["yuan_before"]
    console.print(
        f"低保月保障金测算:{tier['yuan_before']:,.2f} 元 → {tier['yuan_after']:,.2f} 元,"
        f"每月{'增加' if monthly >= 0 else '减少'} {abs(monthly):,.2f} 元,全年 {abs(monthly) * 12:,.2f} 元。",
        markup=False,
    )
    console.print(
        "范围:申请中和在享的低保、低保边缘、刚性支出困难家庭;没有申请的家庭没有授权,不在试算之内。\n"
        "保障金按核对收入补差测算,不是实际发放额。",
        markup=False,
    )


_TIERS = {
    "tier": "类别", "before": "现在户数", "after": "试算户数", "enter": "进入户数", "leave": "离开户数",
    "members_enter": "进入人数", "members_leave": "离开人数", "yuan_before": "现在月保障金(元)",
    "yuan_after": "试算月保障金(元)",
}  # fmt: skip
_HOUSEHOLDS = {
    "household_no": "家庭编号", "program": "救助类别", "township_code": "乡镇街道代码", "members": "人口",
    "tier_before": "现在的建议类别", "tier_after": "试算的建议类别",
    "entitlement_yuan_month_before": "现在月保障金(元)", "entitlement_yuan_month_after": "试算月保障金(元)",
}  # fmt: skip
_TOWNSHIPS = {
    "township_code": "乡镇街道代码", "households": "户数", "moved": "类别变动户数", "enter": "进入低保户数",
    "leave": "离开低保户数", "yuan_change": "月保障金变化(元)",
}  # fmt: skip


def write(told: Simulated, out: Path) -> None:
    """The workbook: tiers, townships, and every household whose tier changes. Raises UsageError."""
    note = f"试算 {told.said},按 {told.night} 夜的数据;只作测算,不是决定。"
    moved = told.effect.households.filter("moved")
    sheets = [
        Sheet(title, frame.select(list(names)).rename(names), note)
        for title, frame, names in (
            ("汇总", told.effect.tiers, _TIERS),
            ("乡镇", told.effect.townships, _TOWNSHIPS),
            ("变动户", moved, _HOUSEHOLDS),
        )
    ]
    write_asked_bytes(out, workbook(sheets))
