"""The `hedui` command. Exit codes: 0 published; 3 published, but a delivery was refused or missing;
1 nothing published; 2 wrong usage. Messages are in Chinese and hold no personal value.
"""

from __future__ import annotations

import signal
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from flows.alerts.commands import alerts, explain
from flows.analysts.commands import analysts_file
from flows.centre.commands import handover, scorecard, simulate, tickets
from flows.desk import review
from flows.disputes.commands import dispute
from flows.errors import HeduiError, UsageError
from flows.exchange.commands import exchange
from flows.handling.commands import decide, process
from flows.linking.commands import link
from flows.lists.commands import lists
from flows.policy_commands import policy as policy_app
from flows.replay_command import replay
from flows.rules.commands import backtest, rules
from flows.screen import Screen
from flows.settings import Settings, load
from flows.unexpected import interrupted, told_plainly
from flows.verify.commands import verify

app = typer.Typer(
    name="hedui",
    help="居民家庭经济状况核对:每晚汇集各部门数据,关联、核对、监测,发布 DuckDB 文件。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007  a day has no zone
    except ValueError:
        raise UsageError(f"日期“{text}”无法识别,应为 2026-11-22 这样的写法。") from None


_DAMAGE = ("none", "field", "hard")


@app.callback()
def _root() -> None:
    """居民家庭经济状况核对。"""


@app.command()
def nightly(
    inbox: Annotated[Path | None, typer.Option(help="收件目录,缺省为自带的示例城市")] = None,
    home: Annotated[Path | None, typer.Option(help="运行目录:数据湖、日志和发布文件")] = None,
    policy: Annotated[Path | None, typer.Option(help="政策参数文件或目录")] = None,
    as_of: Annotated[str | None, typer.Option(help="截止日,缺省为最新批次日期")] = None,
    site: Annotated[Path | None, typer.Option(help="本地表头与代码对照文件或目录")] = None,
    divisions: Annotated[Path | None, typer.Option(help="区划名称文件")] = None,
    model: Annotated[Path | None, typer.Option(help="人员关联模型,缺省为自带的")] = None,
    release: Annotated[list[str] | None, typer.Option(help="放行暂缓的交付,部门.表@批次日期,可多次")] = None,
    config: Annotated[Path | None, typer.Option(help="TOML 配置文件,缺省为当前目录的 hedui.toml")] = None,
    plain: Annotated[bool, typer.Option("--plain", help="不经 Prefect,直接运行")] = False,
) -> None:
    """处理收件目录中尚未处理的每一夜,并发布结果。"""
    settings = load(
        config,
        inbox=inbox,
        home=home,
        policy=policy,
        as_of=_day(as_of),
        site=site,
        divisions=divisions,
        link_model=model,
        release=tuple(release) if release else None,
    )
    raise typer.Exit(_run(settings, plain))


def _run(settings: Settings, plain: bool) -> int:
    # Imported here: `hedui --help` must not wait for polars, and the plain way never imports Prefect.
    from flows.closing import report_of
    from flows.report import show
    from flows.walk import nothing_due, run_nights
    from flows.walk import plain as as_function

    screen = Screen()
    outcome = nothing_due(settings, screen.step)
    if outcome is None and plain:
        outcome = run_nights(settings, as_function, screen.step)
    elif outcome is None:
        from flows.nightly import nights_flow

        outcome = nights_flow(settings, screen.step)
    if not outcome.ran:
        screen.console.print(f"没有新的交付,{outcome.last} 的结果仍然有效:{outcome.warehouse}")
    else:
        show(report_of(outcome), screen.console)
    if outcome.silent_on is not None:
        screen.console.print(f"截至 {outcome.silent_on} 没有更新的批次:各部门最近一次交付是 {outcome.last},请催交。")
    return outcome.exit_code


@app.command()
def sample(
    people: Annotated[int, typer.Option(min=200, help="人数")] = 3000,
    seed: Annotated[int, typer.Option(help="随机种子,相同则产出相同")] = 1,
    nights: Annotated[int, typer.Option(min=1, max=60, help="夜数")] = 3,
    out: Annotated[Path, typer.Option(help="输出目录,即收件目录:其下为 <部门>/<批次日期>")] = ...,  # type: ignore[assignment]
    start: Annotated[str, typer.Option(help="第一夜")] = "2026-11-20",
    clean: Annotated[bool, typer.Option("--clean", help="不含任何缺陷与异常,同 --damage none")] = False,
    damage: Annotated[
        str | None, typer.Option(help="身份缺损:none 无,field 如实际(缺省),hard 约两倍,并有双胞胎和同村同名")
    ] = None,
    truth: Annotated[Path | None, typer.Option(help="同时写出真实情况(关联与埋设的案例)")] = None,
) -> None:
    """生成一个虚构城市的各部门交付,用于试运行和测量。"""
    from flows.sample import write_sample

    first = _day(start)
    assert first is not None
    chosen = damage or ("none" if clean else "field")
    if chosen not in _DAMAGE or (clean and chosen != "none"):
        raise UsageError(f"缺损程度“{chosen}”不能使用,应为 {'、'.join(_DAMAGE)} 之一;--clean 即 none。")
    summary = write_sample(
        people, seed, nights, out, clean=chosen == "none", first_night=first, truth=truth, hard=chosen == "hard"
    )
    Console(highlight=False, soft_wrap=True).print(
        f"已写出 {summary.people:,} 人、{summary.nights} 夜、{summary.total_rows:,} 行"
        f"({summary.bytes / 1e6:,.1f} MB)到 {out}\n"
        f"试运行:hedui nightly --inbox {out} --home 另一个目录",
        markup=False,
    )


app.command()(alerts)
app.command()(explain)
app.command()(replay)
app.command("analysts-file")(analysts_file)
app.command()(lists)
app.command()(backtest)
app.add_typer(link, name="link")
app.add_typer(policy_app, name="policy")
app.command("decide")(decide)
app.command("process")(process)
app.add_typer(dispute, name="dispute")
app.add_typer(exchange, name="exchange")
app.add_typer(rules, name="rules")
app.command("simulate")(simulate)
app.command("scorecard")(scorecard)
app.command("handover")(handover)
app.add_typer(tickets, name="tickets")
app.command("verify")(verify)
app.command("review")(review)


def main() -> None:
    """Entry point: expected stops print one message; an unexpected one is put down in a file, never on the screen."""
    screen = Console(stderr=True, highlight=False, soft_wrap=True)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a stop of the service is told like an interrupt
    try:
        with told_plainly():
            code = app(standalone_mode=False)
        if code == _INTERRUPTED:
            raise interrupted()
    except HeduiError as error:
        screen.print(str(error), markup=False)
        sys.exit(error.exit_code)
    except typer.TyperException as error:
        screen.print(_said(error), markup=False)
        sys.exit(error.exit_code)
    sys.exit(code)


_INTERRUPTED = 130  # what typer makes of an interrupt
_FAULTS = {
    "NoSuchOption": "没有选项 {option}",
    "MissingParameter": "缺少选项 {option}",
    "BadParameter": "选项 {option} 的值不能使用",
    "BadOptionUsage": "选项 {option} 缺少值",
    "NoArgsIsHelpError": "请给出命令",
}


def _said(error: typer.TyperException) -> str:
    """A fault of the command line, in Chinese; typer's own words are English."""
    option = getattr(error, "option_name", None) or "/".join(getattr(getattr(error, "param", None), "opts", ()))
    fault = _FAULTS.get(type(error).__name__, "命令或参数无法识别").format(option=option)
    return f"用法有误:{fault}。用法见 hedui --help 与 hedui nightly --help。"


if __name__ == "__main__":
    main()
