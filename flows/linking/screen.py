"""What `hedui link` shows on the screen. In Chinese; only the review shows names, and there numbers are masked."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.table import Table

from flows.linking.explain import Explained

METHODS = {
    "exact_id": "证号与姓名一致",
    "repaired_id": "证号经校正一致",
    "probabilistic": "按各项综合判断",
    "reviewed": "人工确认",
    "unlinked": "单独一人",
}
STATES = {
    "held": "有效",
    "changed": "所依据的数据已变",
    "gone": "记录已不在册",
    "unclear": "流水号重复",
    "contradiction": "与其他判断或关联矛盾",
    "superseded": "已被后来的判断取代",
    "new": "尚未经夜间处理",
}


def show_explained(explained: Explained, console: Console) -> None:
    """The record's link, what its number says, the waterfall of the pair, and what else the record might be."""
    link = explained.record
    sure = "疑似同一人,需核实" if link["certainty"] == "likely" else "确定"
    console.print(f"{link['reference']}", markup=False)
    console.print(f"现归人员 {link['person_key']}:{METHODS[link['method']]},{sure}", markup=False)
    together = "同一人" if explained.same_person else f"不同的人(对方 {explained.other['person_key']})"
    console.print(f"与所问的一方:现为{together}", markup=False)
    console.print("证号:" + "".join(explained.number), markup=False)
    if explained.namesakes is not None:
        rare = (
            "本市仅此一人叫这个姓名。"
            if explained.namesakes == 1
            else f"本市共有 {explained.namesakes:,} 人叫这个姓名。"
        )
        console.print("姓名:" + rare, markup=False)
    show_waterfall(explained, console)
    show_earlier(explained.judgements, console)


def show_waterfall(explained: Explained, console: Console) -> None:
    """The waterfall as a table, and the other candidates."""
    if explained.rows:
        table = Table("项目", "情况", "分量(比特)", "累计")
        for row in explained.rows:
            bits = "" if row["bits"] is None else f"{row['bits']:+.2f}"
            table.add_row(row["field"], row["says"], bits, f"{row['total']:+.2f}")
        console.print(table)
    elif explained.same_person:
        console.print("这一对由证号或人工判断决定,未再逐项加权。")
    else:
        console.print("两者没有进入逐项比对:证号已说明是谁的不再比对,除姓名外没有任何共同点的也不比对。")
    if not explained.others:
        console.print("没有其他可能的人。")
        return
    console.print(f"另有 {explained.compared} 个可能的人,最可能的是:", markup=False)
    for other in explained.others:
        line = f"  {other['person_key'] or '(现已不在)'}  概率 {other['match_probability']:.4%}"
        console.print(f"{line}  分量 {other['match_weight']:+.2f}", markup=False)


def show_earlier(judgements: list[dict[str, Any]], console: Console) -> None:
    """What people said of a reference before."""
    for row in judgements:
        why = f",理由:{row['reason']}" if row["reason"] else ""
        told = f"{row['judged_at'][:10]} {row['judged_by']} 判断与 {row['other']} 为{row['says']}"
        console.print(f"人工判断:{told}{why}({STATES[row['state']]})", markup=False)
