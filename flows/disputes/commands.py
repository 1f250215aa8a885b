"""`hedui dispute`: a household contests a record; the source is asked; its answer closes it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from flows.errors import UsageError
from flows.settings import load
from flows.terminal import Home, console

dispute = typer.Typer(help="异议：家庭对一条记录有异议，了结前不作不利处理。", no_args_is_help=True)

_By = Annotated[str, typer.Option("--by", help="登记人或记录答复的人")]
_On = Annotated[str | None, typer.Option("--on", help="哪一天，缺省为今天")]
_Note = Annotated[str, typer.Option(help="情况；不得写姓名、证号、账号、电话")]


@dispute.command("open")
def open_(
    record: Annotated[str, typer.Argument(metavar="部门.表/流水号", help="有异议的记录")],
    household: Annotated[str, typer.Option(help="提出异议的家庭编号")],
    ground: Annotated[
        str, typer.Option(help="理由：不是本人的记录、内容不符、已不存在或已终止、已变更,来源未更新、其他")
    ],
    note: _Note = "",
    by: _By = "",
    on: _On = None,
    answer_by: Annotated[str | None, typer.Option("--answer-by", help="请来源在哪一天前答复，缺省为十个工作日")] = None,
    home: Home = None,
) -> None:
    """登记一条异议,并请来源部门答复。"""
    from flows.disputes.putting import opened

    made, until = opened(load(None, home=home), record, household, ground, note, by, on=on, answer_by=answer_by)
    console().print(
        f"已登记异议 {made}，请来源部门在 {until} 前答复。"
        "下次运行 hedui nightly 起，只以这条记录为依据的不利结果中止。",
        markup=False,
    )


@dispute.command()
def answer(
    number: Annotated[str, typer.Argument(metavar="异议编号")],
    outcome: Annotated[str, typer.Option(help="来源的答复：成立 或 不成立")],
    note: _Note = "",
    by: _By = "",
    on: _On = None,
    home: Home = None,
) -> None:
    """记下来源部门的答复。成立的,同一条记录在更正以前不再预警。"""
    from flows.disputes.putting import closed
    from transforms.disputes.records import STATES

    state = closed(load(None, home=home), number, "answer", by, note, outcome=outcome, on=on)
    console().print(f"已记录对异议 {number} 的答复。现为：{STATES[state]}。", markup=False)


@dispute.command()
def withdraw(
    number: Annotated[str, typer.Argument(metavar="异议编号")],
    note: _Note = "",
    by: _By = "",
    on: _On = None,
    home: Home = None,
) -> None:
    """记下家庭撤回异议。"""
    from flows.disputes.putting import closed

    closed(load(None, home=home), number, "withdraw", by, note, on=on)
    console().print(f"异议 {number} 已撤回，下次运行 hedui nightly 时恢复。", markup=False)


@dispute.command("list")
def list_(
    department: Annotated[str | None, typer.Option(help="只列出来源为这个部门的，如 housing")] = None,
    every: Annotated[bool, typer.Option("--all", help="已了结的也列出")] = False,
    out: Annotated[Path | None, typer.Option(help="另存为 xlsx，可作为请来源答复的清单")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
    home: Home = None,
) -> None:
    """列出异议:待答复的和成立而未更正的。"""
    from flows.disputes.listing import listed, show
    from flows.lake import write_asked_bytes
    from flows.workbook import Sheet, workbook

    rows, night = listed(load(None, home=home), department, every=every)
    if as_json:
        print(json.dumps(rows.to_dicts(), ensure_ascii=False, indent=1, default=str))
        return
    if out is not None:
        if out.suffix.lower() != ".xlsx":
            raise UsageError(f"--out 应为 .xlsx 文件，不是 {out}。")
        note = f"截至 {night}；请来源部门逐条答复：成立或不成立，并写明情况。"
        write_asked_bytes(out, workbook([Sheet("异议", rows, note)]))
        console().print(f"已写出 {rows.height:,} 条异议到 {out}。", markup=False)
        return
    show(rows, night, console())
