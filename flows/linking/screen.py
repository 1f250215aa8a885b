"""What `hedui link` shows on the screen. In Chinese, without names or numbers."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from flows.linking.explain import Explained

_METHODS = {
    "exact_id": "证号与姓名一致",
    "repaired_id": "证号经校正一致",
    "probabilistic": "按各项综合判断",
    "reviewed": "人工确认",
    "unlinked": "单独一人",
}


def show_explained(explained: Explained, console: Console) -> None:
    """The waterfall of one pair as a table, and what else the record might be."""
    link = explained.link
    sure = "疑似同一人,需核实" if link["certainty"] == "likely" else "确定"
    console.print(f"现归人员 {link['person_key']}:{_METHODS[link['method']]},{sure}", markup=False)
    if not explained.rows:
        console.print("两者没有进入逐项比对:证号相同者不需比对,无任何共同点者不比对。")
        return
    table = Table("项目", "情况", "分量(比特)", "累计")
    for row in explained.rows:
        bits = "" if row["bits"] is None else f"{row['bits']:+.2f}"
        table.add_row(row["field"], row["says"], bits, f"{row['total']:+.2f}")
    console.print(table)
    console.print(f"另有 {explained.others} 个可能的人,其中最可能者的概率 {explained.second:.4%}", markup=False)
