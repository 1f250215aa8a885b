"""The review desk as the pipeline sees it: another program. Nothing of Django is imported here (decision 0022)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from flows.errors import HeduiError
from flows.settings import Settings, load, sample_inbox
from transforms.masking import mask_text

_PATIENCE = 900
"""Seconds that a command of the desk may take: a night of many alerts is brought in within one minute."""


def review(
    home: Annotated[Path | None, typer.Option(help="运行目录,缺省为配置中的")] = None,
    bind: Annotated[str, typer.Option(help="监听的地址:端口")] = "127.0.0.1:8765",
) -> None:
    """启动处置工作台:在最近一夜的结果上(还没有的,先用自带的示例城市运行一次)。"""
    from flows.journal import nights  # imported here: `hedui --help` must not wait for polars
    from flows.lake import Lake

    settings = load(None, home=home)
    if not nights(Lake(settings.home.absolute())):
        _sample_nights(settings)
    raise typer.Exit(desk(settings, ["start", "--bind", bind]))


def desk(settings: Settings, words: list[str]) -> int:
    """Run one command of the desk on this home, with this program's screen; returns its exit code."""
    return subprocess.run(_command(words), env=_environment(settings), check=False).returncode


@dataclass(frozen=True, slots=True)
class Told:
    """What a dealing of the night with the desk came to, for its screen. newest: the run that the desk has in."""

    note: str = ""
    warnings: tuple[str, ...] = ()
    newest: str = ""

    @property
    def well(self) -> bool:
        """Whether nothing went wrong."""
        return not self.warnings

    def summary(self) -> dict[str, Any]:
        """As the screen takes it."""
        return {"note": self.note, "warnings": list(self.warnings)}


def has_desk(settings: Settings) -> bool:
    """Whether people work on this home by a desk: its database stands in the home, or is named for this home."""
    home = settings.home.absolute()
    if os.environ.get("DESK_DATABASE_URL"):
        named = os.environ.get("DESK_HOME")
        return named is None or Path(named).absolute() == home
    return (home / "review" / "desk.sqlite3").is_file()


def take_back(settings: Settings) -> Told:
    """What waits on the desk into the books of the home, and back to the desk what became of each. Never raises.

    Safe to be killed anywhere and run again: the desk gives what it has no answer for, and the books know what they
    have by its number.
    """
    try:
        newest, acts = _waiting(settings)
        if not acts:
            return Told(newest=newest)
        from flows.handed import take

        became = take(settings, acts)
        _asked_desk(settings, ["taken"], "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in became))
    except (HeduiError, OSError, subprocess.SubprocessError, ValueError, KeyError) as why:
        return Told("工作台未能收回", (f"{_plain(why)} 工作台上的办理没有丢,下次运行时再收。",))
    refused = sum("refused" in one for one in became)
    note = f"收回工作台的办理 {len(became) - refused:,} 件" + (f",未接受 {refused:,} 件" if refused else "")
    return Told(note, (), newest)


def bring_in(settings: Settings) -> Told:
    """What was published into the desk. Never raises."""
    try:
        return Told(_asked_desk(settings, ["bring_in"]).strip().rstrip("。"))
    except (HeduiError, OSError, subprocess.SubprocessError) as why:
        return Told("未能带入工作台", (f"{_plain(why)} 发布不受影响,下次运行时再带入。",))


def _waiting(settings: Settings) -> tuple[str, list[dict[str, Any]]]:
    """The run that the desk knows, and the acts that wait, oldest first."""
    first, *acts = (json.loads(line) for line in _asked_desk(settings, ["hand_over"]).splitlines())
    return str(first["newest"]), acts


def _asked_desk(settings: Settings, words: list[str], given: str = "") -> str:
    """What a command of the desk writes. Raises HeduiError with what it said, if it failed."""
    done = subprocess.run(
        _command(words), env=_environment(settings), input=given, capture_output=True, text=True, encoding="utf-8",
        check=False, timeout=_PATIENCE,
    )  # fmt: skip
    if done.returncode:
        last = (done.stderr.strip().splitlines() or [""])[-1]
        raise HeduiError(last.removeprefix("CommandError: ") or f"工作台没有回答(退出码 {done.returncode})。")
    return done.stdout


def _plain(why: Exception) -> str:
    return mask_text(str(why)) if isinstance(why, HeduiError) else f"工作台没有正常回答({type(why).__name__})。"


def _command(words: list[str]) -> list[str]:
    return [sys.executable, "-m", "review", *words]


def _environment(settings: Settings) -> dict[str, str]:
    settled = {"DESK_HOME": str(settings.home.absolute()), "DJANGO_SETTINGS_MODULE": "review.settings"}
    return {**os.environ, **settled, "PYTHONIOENCODING": "utf-8"}


def _sample_nights(settings: Settings) -> None:
    from flows.closing import report_of
    from flows.report import show
    from flows.screen import Screen
    from flows.walk import plain, run_nights

    screen = Screen()
    screen.console.print(f"{settings.home} 还没有发布过,先用自带的示例城市运行一次。")
    outcome = run_nights(settings.model_copy(update={"inbox": sample_inbox()}), plain, screen.step)
    show(report_of(outcome), screen.console)
