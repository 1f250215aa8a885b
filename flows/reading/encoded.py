"""Delivered text as strict UTF-8, block by block, so that memory stays flat however large the file is.

Only UTF-8 and GB18030 exist here. GB2312 and GBK are read as GB18030, their superset: the smaller codecs fail on rare
names (research/ecosystem.md, section 6). Nothing is ever replaced or guessed: what does not decode is refused.
"""

from __future__ import annotations

import codecs
import io
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import numpy as np

from flows.reading.model import FileRefusedError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

BLOCK = 1 << 20
UTF8, GB18030 = "utf-8", "gb18030"
_ADVICE = "请用 UTF-8 或 GB18030 编码重新导出,并提高清单中的版本号。"
# The replacement character, and what two of them become when their UTF-8 bytes are read as GBK.
REPLACED = ("\ufffd", "锟斤拷")


def choose_encoding(path: Path) -> str:
    """UTF-8 or GB18030, decided by the header line; the whole file must then decode strictly in it.

    Chinese header words in GB bytes never pass as UTF-8, the other way round they often do, so UTF-8 is tried first.
    A header of plain ASCII (a site's own column names) says nothing: then the whole file decides.
    Raises FileRefusedError for UTF-16, UTF-32 and an empty file.
    """
    with path.open("rb") as file:
        head = file.read(BLOCK)
    if not head.strip():
        raise FileRefusedError("empty", "文件是空的,没有表头行。", "请重新导出;没有数据时也要有表头行。")
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or _half_is_nul(head):
        raise FileRefusedError("utf16", "文件是 UTF-16 或 UTF-32 编码。", _ADVICE)
    line = head.partition(b"\n")[0]
    whole = b"\n" in head or len(head) < BLOCK
    if not _decodes(line, whole):
        return GB18030
    return UTF8 if not line.isascii() or _all_utf8(path) else GB18030


def encoding_name(path: Path, encoding: str) -> str:
    """The encoding as people name it, for the journal."""
    if encoding == GB18030:
        return "GB18030"
    with path.open("rb") as file:
        return "UTF-8 (BOM)" if file.read(3) == codecs.BOM_UTF8 else "UTF-8"


class Utf8Stream(io.RawIOBase):
    """A file's bytes as UTF-8 without byte order mark, checked on the way.

    `quotes` and `replaced` count quotation marks and replacement characters seen so far. `fault` keeps the refusal that
    a read raised, since a C++ reader in between may turn it into an error of its own.
    """

    def __init__(self, path: Path, encoding: str) -> None:
        super().__init__()
        self._file: BinaryIO = path.open("rb")
        self._encoding = encoding
        self._decoder = codecs.getincrementaldecoder(encoding)("strict")
        self._pending = memoryview(b"")
        self._lines = 0
        self._started = False
        self.quotes = 0
        self.replaced = 0
        self.fault: FileRefusedError | None = None

    def readable(self) -> bool:
        """Always."""
        return True

    def close(self) -> None:
        """Close the file below too."""
        self._file.close()
        super().close()

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Fill `buffer`; 0 at the end of the file. Raises FileRefusedError for text that is none."""
        target = memoryview(buffer).cast("B")
        filled = 0
        while filled < len(target):
            if not self._pending and not self._next_block():
                break
            count = min(len(self._pending), len(target) - filled)
            target[filled : filled + count] = self._pending[:count]
            self._pending = self._pending[count:]
            filled += count
        return filled

    def _next_block(self) -> bool:
        while not self._pending:
            raw = self._file.read(BLOCK)
            try:
                ready = self._decode(raw)
            except FileRefusedError as refusal:
                self.fault = refusal
                raise
            if not self._started and ready:
                self._started = True
                ready = ready.removeprefix(codecs.BOM_UTF8)
            self.quotes += ready.count(b'"')
            self._pending = memoryview(ready)
            if not raw:
                break
        return len(self._pending) > 0

    def _decode(self, raw: bytes) -> bytes:
        # Below 32 only tab and line ends may stand; trail bytes of both encodings never lie there.
        low = np.frombuffer(raw, np.uint8) < 32
        lines = raw.count(b"\n")
        if int(np.count_nonzero(low)) != lines + raw.count(b"\r") + raw.count(b"\t") or b"\x7f" in raw:
            at = next(at for at, byte in enumerate(raw) if (byte < 32 and byte not in b"\t\r\n") or byte == 127)
            raise self._refusal("control", "含有控制字符(如 NUL),文件可能已损坏或不是文本。", raw[:at])
        try:
            text = self._decoder.decode(raw, final=not raw)
        except UnicodeDecodeError as error:
            name = "UTF-8" if self._encoding == UTF8 else "GB18030"
            rest = "也不是 UTF-8。" if self._encoding == GB18030 else "但表头是 UTF-8,可能是拼接或截断的文件。"
            found = f"有字节不能按 {name} 解码,{rest}"
            raise self._refusal("encoding", found, raw[: max(error.start, 0)]) from None
        self._lines += lines
        self.replaced += sum(text.count(mark) for mark in REPLACED if mark[0] in text)
        # UTF-8 passes through as it is: what the decoder holds back of a cut character is judged with the next block.
        return raw if self._encoding == UTF8 else text.encode()

    def _refusal(self, code: str, found: str, before: bytes) -> FileRefusedError:
        line = self._lines + before.count(b"\n") + 1
        return FileRefusedError(code, f"第{line}行(含表头)附近{found}", _ADVICE)


def _half_is_nul(head: bytes) -> bool:
    """ASCII characters in UTF-16 without byte order mark have a NUL beside each."""
    return head.count(0) * 5 > len(head)


def _decodes(line: bytes, whole: bool) -> bool:
    try:
        codecs.getincrementaldecoder(UTF8)("strict").decode(line, final=whole)
    except UnicodeDecodeError:
        return False
    return True


def _all_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder(UTF8)("strict")
    with path.open("rb") as file:
        try:
            while block := file.read(BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True
