"""An error nobody expected: its text may quote a cell, so it goes into a private file, never to a screen or Prefect."""

from __future__ import annotations

import errno
import os
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from flows.errors import HeduiError, NightStoppedError

_KEPT = "原来发布的文件不受影响。"


@contextmanager
def told_plainly() -> Iterator[None]:
    """Turn whatever goes wrong inside into a HeduiError with a message without values, and without its cause.

    An interrupt and an exit pass through. A panic of a Rust library is no `Exception`, and is caught all the same.
    """
    try:
        yield
    except (HeduiError, typer.TyperException, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        stop = _stop(error)
    else:
        return
    raise stop  # outside of the handler: the error is no longer its context


def interrupted() -> NightStoppedError:
    """Somebody ended the run."""
    return NightStoppedError("已中断。已经发布的内容不变；再次运行会从最后一个完整的步骤继续。")


def _stop(error: BaseException) -> NightStoppedError:
    if str(error) == "Query interrupted":  # what DuckDB makes of an interrupt
        return interrupted()
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return NightStoppedError(f"磁盘空间不足，未发布。{_KEPT}请清理运行目录所在的磁盘后重新运行。")
    return NightStoppedError(f"内部错误，未发布。详情在 {_put_down(error)}（可能含个人信息，请勿外传）；{_KEPT}")


def _put_down(error: BaseException) -> Path:
    """Write the whole error into a new file that only the operator can read."""
    descriptor, name = tempfile.mkstemp(prefix="hedui-error-", suffix=".log")
    with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as file:
        file.writelines(traceback.format_exception(error))
    return Path(name)
