"""`hedui alerts` and `hedui explain`."""

from __future__ import annotations

from typing import Annotated

import typer

from flows.settings import load
from flows.terminal import AsJson, Home, console, day, print_json


def alerts(
    home: Home = None,
    rule: Annotated[str | None, typer.Option(help="规则编号")] = None,
    level: Annotated[str | None, typer.Option(help="红、黄 或 蓝")] = None,
    state: Annotated[str | None, typer.Option(help="新增、持续、再现、已消除、未消除 或 全部")] = None,
    life: Annotated[str | None, typer.Option(help="新增、持续、再现、冻结、数据已消除、已办结 或 已并入")] = None,
    township: Annotated[str | None, typer.Option(help="区划代码（可只写前几位）或名称")] = None,
    household: Annotated[str | None, typer.Option(help="家庭编号")] = None,
    rule_class: Annotated[str | None, typer.Option("--class", help="规则类别，如 错保")] = None,
    program: Annotated[str | None, typer.Option(help="救助或待遇类别")] = None,
    since: Annotated[str | None, typer.Option(help="本轮起始不早于这一天")] = None,
    overdue: Annotated[bool, typer.Option("--overdue", help="只看逾期的")] = False,
    shown: Annotated[bool | None, typer.Option("--shown/--held-back", help="只看已交办的，或只看暂缓的")] = None,
    count: Annotated[
        str | None, typer.Option(help="计数：rule level state life township program class household held")
    ] = None,
    csv: Annotated[bool, typer.Option("--csv", help="以 CSV 输出全部")] = False,
    limit: Annotated[int, typer.Option(min=1, help="至多列出几条")] = 50,
) -> None:
    """列出、筛选和计数预警(只读已发布的文件;不含姓名和证号)。缺省为未消除的。"""
    from flows.alerts.listing import Asked, counted, listed
    from flows.alerts.screen import as_csv, show_alerts, show_counts

    asked = Asked(
        rule=rule,
        level=level,
        state=state,
        life=life,
        township=township,
        household=household,
        rule_class=rule_class,
        program=program,
        since=day(since),
        overdue=overdue,
        shown=shown,
    )
    settings = load(None, home=home)
    found = counted(settings, asked, count) if count else listed(settings, asked, None if csv else limit)
    if csv:
        print(as_csv(found.rows), end="")
    elif count:
        show_counts(found, count, console())
    else:
        show_alerts(found, console())


def explain(
    alert_id: Annotated[str, typer.Argument(help="预警编号")],
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """一条预警的全部依据:事实来自哪个文件的哪一行、身份有多确定、规则、参数及政策依据、有何变化、如何核实。"""
    from flows.alerts.explain import explain as explained
    from flows.alerts.proof_screen import show_proof

    proof = explained(load(None, home=home), alert_id)
    if as_json:
        print_json(proof.as_data())
    else:
        show_proof(proof, console())
