"""The machine's log: which kind of fault and where in the program, never with which values.

A database says the row that it refused in its message, a parser the text: neither is written.
"""

from __future__ import annotations

import logging
import traceback
from pathlib import Path

_ROOT = Path(__file__).parents[1]


class Bare(logging.Filter):
    """An exception becomes its kind and the places it came through, innermost last, twelve at most."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record in place; never drops one."""
        if record.exc_info:
            kind, _, trace = record.exc_info
            places = [f"{_short(one.filename)}:{one.lineno} {one.name}" for one in traceback.extract_tb(trace)[-12:]]
            record.exc_text = f"{getattr(kind, '__name__', 'fault')} at " + " > ".join(places)
            record.exc_info = None
        return True


def _short(path: str) -> str:
    file = Path(path)
    return str(file.relative_to(_ROOT)) if file.is_relative_to(_ROOT) else "/".join(file.parts[-2:])
