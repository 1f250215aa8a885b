"""`hedui exchange`: requests to other centres and answers to theirs, one format at every level."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from flows.errors import UsageError
from flows.settings import load
from flows.terminal import Home, console

exchange = typer.Typer(help="异地核对:向其他核对中心请求、答复其请求、收其答复。", no_args_is_help=True)

_COMMAS = re.compile(r"[,\uff0c\u3001]")
_Out = Annotated[Path, typer.Option(help="写到哪个目录下")]


def _print(text: str) -> None:
    console().print(text, markup=False)


@exchange.command()
def ask(
    to: Annotated[str, typer.Option(help="被请求单位的区划代码,2至12位")],
    out: _Out,
    households: Annotated[str | None, typer.Option(help="家庭编号,多个用逗号分开")] = None,
    file: Annotated[Path | None, typer.Option(help="家庭编号的文本文件,一行一个")] = None,
    items: Annotated[str, typer.Option(help="核对项目,多个用逗号分开;缺省为全部")] = "",
    own: Annotated[str | None, typer.Option("--from", help="本单位的区划代码,缺省由家庭所在推出")] = None,
    answer_by: Annotated[str | None, typer.Option("--answer-by", help="请在哪一天前答复,缺省为十个工作日")] = None,
    home: Home = None,
) -> None:
    """为在外地可能有记录的家庭成员写出请求包:只含有有效授权者的姓名、证号和授权。"""
    from flows.exchange.asking import ask as asked
    from flows.handling.asked import a_day
    from flows.reference import text_of

    if (households is None) == (file is None):
        raise UsageError("请用 --households 写明家庭编号,或用 --file 给出文件,两者择一。")
    if file is not None and not file.is_file():
        raise UsageError(f"找不到文件 {file}。")
    text = (
        households if file is None else ",".join(text_of(file, "家庭编号文件", "--file").lstrip("\ufeff").splitlines())
    )
    wanted, named = _listed(text or ""), _listed(items)
    if not wanted:
        raise UsageError("没有写明家庭编号。")
    sent = asked(
        load(None, home=home), wanted, to.strip(), out, own=own, items=named, answer_by=a_day(answer_by, "--answer-by ")
    )
    left = "".join(
        f",{count:,} 人{why}未列入"
        for count, why in (
            (sent.unauthorised, "没有有效授权"),
            (sent.doubtful, "身份待核实"),
            (sent.numberless, "没有有效证号"),
        )
        if count
    )
    _print(
        f"已写出请求 {sent.request_no}({sent.level}):{sent.persons:,} 人{left},请在 {sent.answer_by} 前答复。\n"
        f"请将目录 {sent.folder} 按当地规定的安全渠道送交。"
    )


@exchange.command()
def answer(
    package: Annotated[Path, typer.Argument(metavar="请求包", help="收到的请求目录")], out: _Out, home: Home = None
) -> None:
    """用本中心最近一夜的数据答复一份请求;没有有效授权的人一律不查。"""
    from flows.exchange.answering import answer as answered

    made = answered(load(None, home=home), package, out)
    _print(f"已写出答复 {made.folder}:{_told(made.results.to_list())}。")


@exchange.command()
def receive(
    package: Annotated[Path, typer.Argument(metavar="答复包", help="收到的答复目录")],
    inbox: Annotated[Path | None, typer.Option(help="收件目录")] = None,
    home: Home = None,
) -> None:
    """核对一份答复并放进收件目录,下次运行 hedui nightly 时作为“异地核对”的一批计入。"""
    from flows.exchange.receiving import receive_answer

    settings = load(None, home=home, inbox=inbox)
    got = receive_answer(settings, package, settings.inbox)
    version = f"(第{got.revision}版)" if got.revision > 1 else ""
    _print(
        f"已收下请求 {got.request_no} 的答复:{_told(got.results.to_list())}。\n"
        f"已放进 {got.folder}{version},请运行 hedui nightly。"
    )


@exchange.command("list")
def list_(home: Home = None) -> None:
    """异地核对台账:请求、答复和逾期。"""
    from flows.exchange.listing import lines

    for line in lines(load(None, home=home)):
        _print(line)


def _listed(text: str) -> list[str]:
    """Words that somebody wrote one after another, with whatever comma their keyboard has."""
    return [word.strip() for word in _COMMAS.split(text) if word.strip()]


def _told(results: list[str]) -> str:
    """Results by class, those that occur, in the order of the classes."""
    from transforms.exchange.records import RESULTS

    return "、".join(f"{name} {results.count(name):,}" for name in RESULTS if name in results)
