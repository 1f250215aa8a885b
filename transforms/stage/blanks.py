"""What counts as blank in a delivered file."""

from __future__ import annotations

from typing import Final

BLANKS: Final = (
    " \t\n\v\f\r\x1c\x1d\x1e\x1f\u0085\u00a0\u00ad\u1680\u180e\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008"
    "\u2009\u200a\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u202f\u205f\u2060\u2061"
    "\u2062\u2063\u2064\u2066\u2067\u2068\u2069\u3000\ufeff"
)
"""White space of every width, and characters of no width (a spreadsheet's copy adds direction marks)."""
