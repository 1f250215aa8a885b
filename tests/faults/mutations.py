"""Damage done to delivered files: bytes flipped, cut and doubled, and the tokens of each format put where they hurt."""

from __future__ import annotations

import io
import json
import random
import zipfile
from collections.abc import Callable
from typing import Any

TOKENS: tuple[bytes, ...] = (
    *(b"", b",", b'"', b'""', b"\n", b"\r\n", b"\r", b"\t", b" ", b";", b"\x00", b"\x1a", b"\x7f", b"\xff"),
    *(b"\xef\xbb\xbf", "\ufffd".encode(), "锟斤拷".encode(), "䶮".encode("gb18030"), b"\x81\x30\x81\x30"),
    *(b"0", b"-1", b"1e400", b"NaN", b"inf", b"9" * 40, b"9" * 200_000, b"=1/0", b"A" * 5000, b"null", b"true"),
    *(b"2026-02-30", b"1899-12-31", b"\x80", b"\xa1", b"\xfe\xff", "２０２６年１月２日".encode(), "公租房".encode()),
)  # fmt: skip
XML: tuple[bytes, ...] = (
    *(b"<", b">", b"</row>", b"<row>", b"<c>", b"</c>", b"<v>", b"&", b"&amp;", b"&#0;", b"]]>", b"<!--"),
    *(b't="s"', b't="str"', b't="e"', b't="d"', b't="b"', b't="inlineStr"', b's="999"', b'r="XFD1048576"', b'r="A0"'),
    *(b'r=""', b'r="AAAAAAA1"', b'r="A99999999999999999999"', b'r="1048577"', b"&a;", b"&#x110000;"),
    *(b'<!DOCTYPE x [<!ENTITY a "b">]>', b"<v>-1</v>", b"<v>1e308</v>", b"<mergeCell ref='A1:XFD1048576'/>"),
)  # fmt: skip


def mutate(rng: random.Random, content: bytes, tokens: tuple[bytes, ...] = TOKENS) -> bytes:
    """One to four small damages."""
    for _ in range(rng.choice((1, 1, 1, 2, 4))):
        content = rng.choice(_DAMAGES)(rng, content, tokens)
    return content


def _flip(rng: random.Random, content: bytes, _: tuple[bytes, ...]) -> bytes:
    at = rng.randrange(len(content) or 1)
    return content[:at] + bytes([rng.randrange(256)]) + content[at + 1 :]


def _insert(rng: random.Random, content: bytes, tokens: tuple[bytes, ...]) -> bytes:
    at = rng.randrange(len(content) + 1)
    return content[:at] + rng.choice(tokens) + content[at:]


def _replace(rng: random.Random, content: bytes, tokens: tuple[bytes, ...]) -> bytes:
    """Put a token in the place of what stands between two separators."""
    separator = rng.choice((b",", b"\n", b'"', b">"))
    parts = content.split(separator)
    parts[rng.randrange(len(parts))] = rng.choice(tokens)
    return separator.join(parts)


def _cut(rng: random.Random, content: bytes, _: tuple[bytes, ...]) -> bytes:
    start, end = sorted(rng.randrange(len(content) + 1) for _ in range(2))
    return content[:start] + content[end:] if rng.random() < 0.5 else content[:end]


def _double(rng: random.Random, content: bytes, _: tuple[bytes, ...]) -> bytes:
    start, end = sorted(rng.randrange(len(content) + 1) for _ in range(2))
    return content[:end] + content[start:end] + content[end:]


def _swap_lines(rng: random.Random, content: bytes, _: tuple[bytes, ...]) -> bytes:
    lines = content.split(b"\n")
    one, other = rng.randrange(len(lines)), rng.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


_DAMAGES: tuple[Callable[[random.Random, bytes, tuple[bytes, ...]], bytes], ...] = (
    _flip,
    _insert,
    _replace,
    _cut,
    _double,
    _swap_lines,
)


def mutate_xlsx(rng: random.Random, content: bytes) -> bytes:
    """Damage the archive itself, or the XML of one of its parts inside an archive that is whole."""
    if rng.random() < 0.3:
        return mutate(rng, content)
    memory = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as good, zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as bad:
        parts = good.namelist()
        hurt = rng.choice([name for name in parts if "sheet1" in name or "shared" in name] * 3 + parts)
        for name in parts:
            text = good.read(name)
            if name == hurt:
                if rng.random() < 0.05:
                    continue
                text = mutate(rng, text, TOKENS + XML)
            bad.writestr(name, text)
    return memory.getvalue()


def mutate_manifest(rng: random.Random, content: bytes) -> bytes:
    """Damage the JSON text, or put odd values where the manifest holds its own."""
    if rng.random() < 0.4:
        return mutate(rng, content)
    manifest: dict[str, Any] = json.loads(content)
    places: list[dict[str, Any]] = [manifest, manifest["tables"][0]]
    for _ in range(rng.choice((1, 1, 2, 3))):
        place = rng.choice(places)
        key = rng.choice(list(place) or ["department"])
        if rng.random() < 0.2:
            place.pop(key, None)
        else:
            place[key] = rng.choice(ODD)
    return json.dumps(manifest, ensure_ascii=rng.random() < 0.5).encode("utf-8", "surrogatepass")


ODD: tuple[Any, ...] = (
    *(None, True, 0, -1, 1.5, 10**30, "", " ", "a", "2026-11-20", "2026-11-20T00:00:00", [], {}, [[]], [{}]),
    *("../../../etc/passwd", "/etc/passwd", "..", ".", "a\x00b", "a\nb", "C:\\x.csv", "\ud800", "a" * 5000),
    *("manifest.json", "9999-99-99"),
    *("csv", "xlsx", "parquet", "UTF-16", "GB18030", "households", "rentals", "properties", "0" * 64, 1, 2, 5, 6, 7),
)  # fmt: skip
