"""Chinese punctuation: which marks of a text ought to be full-width (docs/glossary.md, how words are written).

Between Chinese characters, and at the end of a Chinese phrase, a comma, colon, semicolon or bracket is full-width. In
numbers, codes and dates, and between placeholders, it stays as it is.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

_HAN = "\u4e00-\u9fff\u3000-\u303f\u2014\u2018-\u201d\u2026\uff08\uff09\u00d7"
_AFTER = re.compile(rf"(?<=[{_HAN}])([,:;])(?![/ ])")
_BEFORE = re.compile(rf"(?<=[0-9A-Za-z_%)\]\ue000-\uf8ff])([,:;])(?=[{_HAN}])")
_FIRST = re.compile(rf"^([,:;])(?=[{_HAN}\ue000-\uf8ff])")
_WIDE = str.maketrans(",:;()", "，：；（）")
_TOUCHES = re.compile(f"[{_HAN}]")
_CHINESE = re.compile("[\u4e00-\u9fff]")
_PIECE = re.compile(r"""([a-z]*)(\"{3}|'{3}|"|')(.*?)(?<!\\)\2""", re.DOTALL)
_FORMED, _PLAIN = r"\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}|\\.", r"\{\w*\}|\\."
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_ATTRIBUTE = re.compile(r'(?:aria-label|title|placeholder|alt)="((?:\{\{.*?\}\}|\{%.*?%\}|[^"])*)"')


def full_width(text: str, kept: str = r"\{[^{}]*\}") -> str:
    """The text as it ought to be written. kept: what is no words, such as placeholders and tags."""
    spans: list[str] = []

    def aside(found: re.Match[str]) -> str:
        spans.append(found[0])
        return chr(0xE000 + len(spans) - 1)

    bare = re.sub(kept, aside, text)
    for marks in (_AFTER, _BEFORE, _FIRST):
        bare = marks.sub(lambda found: found[1].translate(_WIDE), bare)
    bare = _AFTER.sub(lambda found: found[1].translate(_WIDE), _brackets(bare))
    return re.sub("[\ue000-\uf8ff]", lambda found: spans[ord(found[0]) - 0xE000], bare)


def _brackets(text: str) -> str:
    """Pairs with Chinese in or beside them are full-width, and halves that stand beside it."""
    marks, open_ = list(text), list[int]()
    pairs: list[tuple[int, int]] = []
    for at, mark in enumerate(text):
        if mark == "(":
            open_.append(at)
        elif mark == ")":
            pairs.append((open_.pop() if open_ else at, at))
    for begin, end in [*pairs, *((at, at) for at in open_)]:
        near = text[max(begin - 1, 0) : end + 2]
        if (_TOUCHES.search(near) and text[begin - 1 : begin] != "%") or "\uff08" in near:
            marks[begin], marks[end] = marks[begin].translate(_WIDE), marks[end].translate(_WIDE)
    return "".join(marks)


def words(source: str) -> Iterator[tuple[int, str, str]]:
    """Line, text and what in it is kept, of every Chinese string of a Python file but docstrings and raw strings."""
    tree = ast.parse(source)
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    formed = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    inner = {id(part) for node in formed for part in ast.walk(node) if part is not node}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str)):
            if id(node) in told or id(node) in inner:
                continue
            for begins, _, text in _PIECE.findall(ast.get_source_segment(source, node) or ""):
                if "r" not in begins and "b" not in begins and _CHINESE.search(text):
                    yield node.lineno, text, _FORMED if "f" in begins else _PLAIN


def template_words(source: str) -> Iterator[str]:
    """Texts between the tags of a Django template, of its attributes that people read, and inside its own tags."""
    for tag in _TAG.findall(source):
        yield from re.findall(r'"([^"]*)"', tag)
    for found in _ATTRIBUTE.finditer(source):
        yield _TAG.sub("\ue000", found[1])
    yield from re.split(r"<[^<>]*>|\n", _TAG.sub("\ue000", source))
