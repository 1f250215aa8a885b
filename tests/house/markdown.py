"""What a Markdown page says to a machine: headings, links, commands."""

from __future__ import annotations

import re
from dataclasses import dataclass

FENCE = re.compile(r"^```(\w*)\s*\n(.*?)^```\s*$", re.M | re.S)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
SHELL = ("bash", "sh", "console")


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading: its depth (1 is the title), its words, and the anchor a link may name."""

    depth: int
    words: str

    @property
    def anchor(self) -> str:
        """As GitHub makes it: lower case, marks dropped, blanks to hyphens."""
        return re.sub(r"[^\w\- ]", "", self.words.lower()).replace(" ", "-")


def headings(page: str) -> list[Heading]:
    """Headings of a page; lines inside fences are none."""
    prose = FENCE.sub("", page)
    return [Heading(len(marks), words.strip()) for marks, words in re.findall(r"^(#+) (.+)$", prose, re.M)]


def links(page: str) -> list[str]:
    """Targets of the links of a page, outside fences and inline code."""
    return LINK.findall(re.sub(r"`[^`\n]*`", "", FENCE.sub("", page)))


def blocks(page: str, *languages: str) -> list[str]:
    """Fenced blocks of the given languages."""
    return [body for language, body in FENCE.findall(page) if language in languages]


def commands(page: str) -> list[str]:
    """Shell commands of a page, one a line, comments and prompts taken off, continued lines joined."""
    joined = "\n".join(blocks(page, *SHELL)).replace("\\\n", " ")
    lines = (re.sub(r"\s+", " ", line.partition(" #")[0]).strip().removeprefix("$ ") for line in joined.splitlines())
    return [line for line in lines if line and not line.startswith("#")]
