"""Screens of `hedui decide` and `hedui process`. No name or number of those concerned."""

from __future__ import annotations

from rich.console import Console

from flows.handling.stepping import Shown
from flows.handling.tables import Taken
from transforms.decisions.process import OUTCOMES, STATES, STEPS, named
from transforms.decisions.standing import STANDINGS

_ALERT = {"new": "新增", "ongoing": "持续", "reopened": "再次出现", "resolved": "已消除"}


def show_taken(taken: Taken, what: str, console: Console) -> None:
    """What became of a table, and every row that was refused."""
    known = f"，{taken.known:,} 条原已记录" if taken.known else ""
    refused = f"，{len(taken.refused):,} 条未采用" if taken.refused else ""
    console.print(f"已记录{what} {len(taken.ids):,} 条{known}{refused}。", markup=False)
    for number, why in taken.refused:
        console.print(f"  第 {number} 行：{why}。", markup=False)


def show_case(shown: Shown, console: Console) -> None:
    """Where one alert's due process stands."""
    alert = shown.alert
    console.print(
        f"{alert['alert_id']}  {alert['rule_id']} {alert['title']}  （{_ALERT[alert['state']]}）", markup=False
    )
    console.print(f"证据指纹 {alert['evidence_fingerprint']}", markup=False)
    console.print(
        f"程序：{STATES[shown.state]}" + ("，证据或规则已变，须从核查重新开始" if shown.changed else ""), markup=False
    )
    if shown.answer_by is not None and shown.state == "noticed":
        console.print(f"陈述申辩期到 {shown.answer_by}，当日过后由人记录期满；期满不等于认可。", markup=False)
    for row in shown.steps:
        outcome = f",{OUTCOMES[row['outcome']]}" if row["outcome"] in OUTCOMES else ""
        until = f"，可陈述到 {row['answer_by']}" if row["answer_by"] else ""
        why = f"（不计：{row['why']}）" if row["why"] else ""
        called = STEPS.get(row["step"], row["step"])
        console.print(
            f"  {row['done_on']}  {called}{outcome}{until}  {row['done_by']}  {row['how']}{why}", markup=False
        )
    for row in shown.decisions:
        why = f":{row['why']}" if row["why"] else ""
        told = f"  {row['decided_on']}  决定 {row['id']}  {row['disposition']}  {row['decided_by']}  {row['reason']}"
        console.print(f"{told}（{STANDINGS[row['standing']]}{why}）", markup=False)
    console.print(f"现在可以：{'、'.join(map(named, shown.allowed))}。", markup=False)
    if shown.missing:
        console.print(f"不利决定还缺：{'、'.join(shown.missing)}。", markup=False)
