"""Headers of delivered files, as they are compared."""

from __future__ import annotations

from typing import Final

from transforms.stage.blanks import BLANKS

_NO_BLANKS: Final = dict.fromkeys(map(ord, BLANKS))


def bare(header: str) -> str:
    """A header without any blank, also inside it: people space out 姓 名 in a spreadsheet, and break long headers."""
    return header.translate(_NO_BLANKS)
