"""What `hedui link train` shows: the model now and estimated, level by level, and the links that would change."""

from __future__ import annotations

import polars as pl
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from flows.figure import digits, weight
from flows.linking.train import Trained
from transforms.link.explain import LABELS, TEXTS

CHANGES = {
    "newly": "新关联",
    "no_longer": "不再关联",
    "another": "改归另一人",
    "to_likely": "由确定变为疑似",
    "to_certain": "由疑似变为确定",
}


def show_trained(trained: Trained, console: Console) -> None:
    """Three tables, the reasons beneath them, and how the proposal is taken into use. Fits 80 columns."""
    model, found = trained.model, trained.found
    console.print(
        f"{trained.night} 夜,模型第 {model.version} 版({model.date})。{found.pairs:,} 个候选对,"
        f"约 {found.true:,.0f} 对为同一人;EM {found.rounds} 轮,未用标注。",
        markup=False,
    )
    _levels(trained, console)
    _families(trained, console)
    _changes(trained, console)
    console.print(
        f"阈值不改:疑似 {model.likely},确定 {model.certain}。若只求预期 F1 最高,疑似的阈值为 {trained.best:.4f}。",
        markup=False,
    )
    if not trained.rows["adopt"].any():
        console.print("没有一个等级可以采纳:所提模型与现行的相同。")
    if trained.other_now:
        console.print("注意:设置中的模型与该夜所用的已不是同一个;上表比较的是该夜所用的。")
    if trained.written is None:
        console.print("没有写出文件,也没有改动任何模型。要写出所提模型:hedui link train --out 文件.yml", markup=False)
    else:
        console.print(
            f"已写出第 {trained.proposal.version} 版:{trained.written}。正在使用的模型没有改动;复核后,以\n"
            f"  hedui nightly --model {trained.written}  或 hedui.toml 的 link_model 启用。",
            markup=False,
        )


def _table(*heads: str) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column(heads[0], no_wrap=True)
    for head in heads[1:]:
        table.add_column(head, justify="right", no_wrap=True)
    return table


def _levels(trained: Trained, console: Console) -> None:
    reasons: list[str] = []
    table = _table("等级", "m 现", "m 估", "u 现", "u 估", "比特差", "对数", "采纳")
    for field, label in LABELS.items():
        table.add_row(f"[bold]{label}[/bold]")
        for row in trained.rows.filter(pl.col("field") == field).iter_rows(named=True):
            adopt = "是"
            if not row["adopt"]:
                if row["why"] not in reasons:
                    reasons.append(row["why"])
                adopt = f"否{reasons.index(row['why']) + 1}"
            table.add_row(
                f" {TEXTS[field][row['level']]}",
                _told(row["m"]),
                _told(row["m_new"]),
                _told(row["u"], none="频率"),
                _told(row["u_new"]),
                "" if row["bits"] is None else weight(row["bits"]),
                f"{row['pairs']:,}",
                adopt,
            )
    console.print(table)
    for number, reason in enumerate(reasons, 1):
        console.print(f"  否{number}:{reason}", markup=False)
    console.print("  未采纳的等级沿用原值,采纳的按余下的份额折算;比特差为家庭之外的。", markup=False)


def _families(trained: Trained, console: Console) -> None:
    table = _table("同一家庭内的 u", "现", "估", "采纳")
    for row in trained.rows.drop_nulls("kin").iter_rows(named=True):
        adopted = row["adopt"] and row["kin_new"] is not None
        label = f"{LABELS[row['field']]} {TEXTS[row['field']][row['level']]}"
        table.add_row(label, _told(row["kin"]), _told(row["kin_new"]), "是" if adopted else "否")
    console.print(table)


def _changes(trained: Trained, console: Console) -> None:
    console.print("若改用所提模型,按该夜的候选对重新判断(证号已更正者不变,填他人证号者不计):", markup=False)
    table = _table("变动", "关联", "人员引用")
    for row in trained.changed.iter_rows(named=True):
        table.add_row(CHANGES[row["change"]], f"{row['links']:,}", f"{row['references']:,}")
    console.print(table)


LEAST_SHOWN = 0.00001


def _told(share: float | None, none: str = "—") -> str:
    """A probability in at most seven characters."""
    if share is None:
        return none
    if 0 < share < LEAST_SHOWN:
        return "<1e-5"
    return digits(round(share, 4)) if share >= 0.001 else digits(float(f"{share:.1g}"))
