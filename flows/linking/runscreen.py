"""What `hedui link run` shows on the screen: counts only, no name and no number."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.table import Table

from transforms.link.table.engine import Report


def show_run(report: Report, out: Path, console: Console) -> None:
    """Records, pairs by blocking rule, threshold, links with their estimated errors, clusters."""
    a, b = report.records
    console.print(f"记录:A 表 {a:,}" + (f",B 表 {b:,}" if b else "(表内查重)"), markup=False)
    table = Table("分组规则", "候选对", "新增", "最大一组", "过大未比的组", "其中的对")
    for rule in report.rules:
        counts = (rule.pairs, rule.fresh, rule.largest, rule.capped, rule.skipped)
        table.add_row(rule.rule, *(f"{count:,}" for count in counts))
    console.print(table)
    trained = "由本次数据估计" if report.trained else "取自模型文件"
    console.print(f"逐项比较 {report.compared:,} 对,参数{trained},认定界限:概率 {report.threshold:.4f}", markup=False)
    console.print(
        f"认定同一人 {report.links:,} 对;估计误认 {report.false:.1f} 对,漏认 {report.missed:.1f} 对"
        f"(其中分组未能找到 {report.unfound:.1f} 对)",
        markup=False,
    )
    told = f"归并后 {report.clusters:,} 人,最多一人 {report.largest:,} 条记录"
    if report.split:
        told += f";{report.split:,} 组内部说法不一,已拆开"
    if report.vetoed:
        told += f";{report.vetoed:,} 对虽然相似,但可信证号不同或属 never 所列,未认定"
    console.print(told, markup=False)
    if report.empty:
        console.print(f"全部为空、没有起作用的字段:{'、'.join(report.empty)}", markup=False)
    console.print(f"结果:{out}", markup=False)
