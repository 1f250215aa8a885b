"""`hedui decide` and `hedui process`: what staff decided of alerts, and the due process of an adverse decision."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.errors import UsageError
from flows.settings import load
from flows.terminal import AsJson, Home, console, print_json

_By = Annotated[str, typer.Option("--by", help="由谁决定、签字或办理")]
_Seen = Annotated[str | None, typer.Option("--seen", help="作出时看到的证据指纹；证据已变则不记录")]
_On = Annotated[str | None, typer.Option("--on", help="哪一天，缺省为今天")]
_File = Annotated[Path | None, typer.Option("--file", help="其他系统交来的 csv 表，逐行记录")]


def decide(
    subject: Annotated[str | None, typer.Argument(metavar="[预警编号]", help="预警编号，或抽查编号")] = None,
    code: Annotated[str, typer.Option(help="处置代码，如 不属实-数据滞后；抽查为 抽查-未见问题 等")] = "",
    reason: Annotated[str, typer.Option(help="理由；不得写姓名、证号、账号、电话")] = "",
    by: _By = "",
    second: Annotated[str | None, typer.Option(help="第二签字人，不利决定必须有，不得是决定人本人")] = None,
    expires: Annotated[str | None, typer.Option(help="有效到哪一天，缺省不限")] = None,
    seen: _Seen = None,
    on: _On = None,
    sign: Annotated[str | None, typer.Option("--sign", help="为这一处置决定（编号）签字")] = None,
    file: _File = None,
    home: Home = None,
) -> None:
    """记下对一条预警的处置决定。决定从不改动任何发放;下次运行 hedui nightly 时计入。"""
    from flows.handling import deciding
    from flows.handling.screen import show_taken

    if sum(given is not None for given in (subject, sign, file)) != 1:
        raise UsageError("请写明预警编号，或用 --sign 为决定签字，或用 --file 交来一张表，三者择一。")
    settings, screen = load(None, home=home), console()
    if file is not None:
        taken = deciding.take_table(settings, file)
        show_taken(taken, "决定", screen)
        raise typer.Exit(3 if taken.refused else 0)
    if sign is not None:
        made = deciding.sign(settings, sign, by)
        screen.print(f"已签字 {made}，下次运行 hedui nightly 时计入。", markup=False)
        return
    assert subject is not None
    made = deciding.decide(settings, subject, code, reason, by, second=second, expires=expires, seen=seen, on=on)
    screen.print(f"已记录决定 {made}，下次运行 hedui nightly 时计入。本系统不改动任何发放。", markup=False)


def process(
    alert: Annotated[str | None, typer.Argument(metavar="[预警编号]", help="预警编号")] = None,
    step: Annotated[
        str | None,
        typer.Option(
            help="记录一步：check 核查，notice 告知，answer 陈述，window_ended 期满，review 告知复核，"
            "dispute 异议，reply 答复"
        ),
    ] = None,
    by: _By = "",
    how: Annotated[str, typer.Option(help="办理情况；不得写姓名、证号、账号、电话")] = "",
    on: _On = None,
    answer_by: Annotated[str | None, typer.Option("--answer-by", help="告知时：陈述申辩到哪一天")] = None,
    outcome: Annotated[str | None, typer.Option(help="答复异议时：维持 或 成立")] = None,
    seen: _Seen = None,
    file: _File = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """一条预警的法定程序:做过什么、可做什么、还缺什么;或记录一步。"""
    from flows.handling import stepping
    from flows.handling.screen import show_case, show_taken

    if (alert is None) == (file is None) or (file is not None and step is not None):
        raise UsageError("请写明预警编号，或用 --file 交来一张表，两者择一。")
    settings, screen = load(None, home=home), console()
    if file is not None:
        taken = stepping.take_steps(settings, file)
        show_taken(taken, "步骤", screen)
        raise typer.Exit(3 if taken.refused else 0)
    assert alert is not None
    if step is not None:
        made, state = stepping.record_step(
            settings, alert, step, by, how, on=on, answer_by=answer_by, outcome=outcome, seen=seen
        )
        screen.print(f"已记录步骤 {made}。现为：{state}。", markup=False)
        return
    shown = stepping.case_of(settings, alert)
    if as_json:
        print_json(shown.as_data())
    else:
        show_case(shown, screen)
