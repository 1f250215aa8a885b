"""The `hedui` command. Exit codes: 0 published; 3 published, but a delivery was refused or missing;
1 nothing published; 2 wrong usage. Messages are in Chinese and hold no personal value.
"""

from __future__ import annotations

import sys
import tempfile
import traceback
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from flows.errors import HeduiError, UsageError
from flows.explaining import explain
from flows.screen import Screen, show_explained
from flows.settings import Settings, load

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
        release=tuple(release) if release else None,
    )
    raise typer.Exit(_run(settings, plain))


def _run(settings: Settings, plain: bool) -> int:
    # Imported here: `hedui --help` must not wait for polars, and the plain way never imports Prefect.
    from flows.closing import report_of
    from flows.report import show
    from flows.walk import plain as as_function
    from flows.walk import run_nights

    screen = Screen()
    if plain:
        outcome = run_nights(settings, as_function, screen.step)
    else:
        from flows.nightly import nights_flow

        outcome = nights_flow(settings, screen.step)
    if not outcome.ran:
        screen.console.print(f"没有新的交付,{outcome.last} 的结果仍然有效:{outcome.warehouse}")
    else:
        show(report_of(outcome), screen.console)
    return outcome.exit_code


@app.command()
def sample(
    people: Annotated[int, typer.Option(min=200, help="人数")] = 3000,
    seed: Annotated[int, typer.Option(help="随机种子,相同则产出相同")] = 1,
    nights: Annotated[int, typer.Option(min=1, max=60, help="夜数")] = 3,
    out: Annotated[Path, typer.Option(help="输出目录,即收件目录:其下为 <部门>/<批次日期>")] = ...,  # type: ignore[assignment]
    start: Annotated[str, typer.Option(help="第一夜")] = "2026-11-20",
    clean: Annotated[bool, typer.Option("--clean", help="不含任何缺陷与异常")] = False,
    truth: Annotated[Path | None, typer.Option(help="同时写出真实情况(关联与埋设的案例)")] = None,
) -> None:
    """生成一个虚构城市的各部门交付,用于试运行和测量。"""
    from flows.sample import write_sample

    first = _day(start)
    assert first is not None
    summary = write_sample(people, seed, nights, out, clean=clean, first_night=first, truth=truth)
    Console(highlight=False, soft_wrap=True).print(
        f"已写出 {summary.people:,} 人、{summary.nights} 夜、{summary.total_rows:,} 行"
        f"({summary.bytes / 1e6:,.1f} MB)到 {out}\n"
        f"试运行:hedui nightly --inbox {out} --home 另一个目录",
        markup=False,
    )


link = typer.Typer(help="人员关联。", no_args_is_help=True)
app.add_typer(link, name="link")


@link.command("explain")
def link_explain(
    record: Annotated[str, typer.Argument(help="部门.表/业务流水号")],
    other: Annotated[str, typer.Argument(help="另一条记录,或人员标识")],
    home: Annotated[Path | None, typer.Option(help="运行目录")] = None,
) -> None:
    """说明一条记录为何(不)归于某人:逐项比对及其分量。"""
    show_explained(explain(load(None, home=home).home, record, other), Console(highlight=False, soft_wrap=True))


def main() -> None:
    """Entry point: expected stops print one message; an unexpected one is put down in a file, never on the screen."""
    screen = Console(stderr=True, highlight=False, soft_wrap=True)
    try:
        app(standalone_mode=True)
    except HeduiError as error:
        screen.print(str(error), markup=False)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        screen.print("已中断,未发布。再次运行会从最后一个完整的步骤继续。")
        sys.exit(1)
    except Exception:
        # The text of an error may quote a cell, so it goes to a file only the operator can read.
        path = Path(tempfile.gettempdir()) / f"hedui-error-{datetime.now():%Y%m%d-%H%M%S}.log"  # noqa: DTZ005  names a file only
        path.touch(mode=0o600)
        path.write_text(traceback.format_exc(), "utf-8")
        screen.print(f"内部错误,未发布。详情在 {path}(可能含个人信息,请勿外传);原来发布的文件不受影响。")
        sys.exit(1)


if __name__ == "__main__":
    main()
