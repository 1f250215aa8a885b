"""Delivered csv files as text: encodings, rows that are not whole, and the two readers that must agree."""

from __future__ import annotations

import csv
import io
import random
from pathlib import Path

import pytest

from flows.reading import FileRefusedError, RaggedRow, TextFile, read_text
from flows.reading import encoded as encoded_module
from flows.reading.csv_file import _read_exactly, _read_whole

HEADERS = ("姓名", "证件号码", "金额")
WANTED = frozenset(HEADERS)
RARE = "䶮㼆𠮷"  # in GB18030 with two, four and four bytes


def read(path: Path, content: bytes, declared: str | None = "UTF-8") -> TextFile:
    (path / "a.csv").write_bytes(content)
    return read_text(path / "a.csv", "csv", declared, WANTED)


def table(read: TextFile) -> list[tuple[object, ...]]:
    return read.frame.select("row_number", *HEADERS).rows()


@pytest.mark.parametrize(
    ("encoding", "declared", "found"),
    [
        ("utf-8", "UTF-8", "UTF-8"),
        ("utf-8-sig", "UTF-8", "UTF-8 (BOM)"),
        ("gb18030", "GB18030", "GB18030"),
        ("gb18030", "GBK", "GB18030"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_encodings_line_ends_and_rare_characters(
    tmp_path: Path, encoding: str, declared: str, found: str, end: str
) -> None:
    text = end.join(["姓名,证件号码,金额", f"{RARE},1,2", "", "阿依古丽·买买提,3,", ""])
    got = read(tmp_path, text.encode(encoding), declared)
    assert table(got) == [(1, RARE, "1", "2"), (2, "阿依古丽·买买提", "3", "")]
    assert (got.encoding, got.notes, got.headers) == (found, (), HEADERS)


def test_declared_encoding_that_is_wrong_is_noted_and_the_file_decides(tmp_path: Path) -> None:
    content = "姓名,证件号码,金额\n王芳,1,2\n".encode("gb18030")
    got = read(tmp_path, content, "UTF-8")
    assert got.frame["姓名"].to_list() == ["王芳"]
    assert got.notes == ("清单写明的编码与内容不符,已按内容识别为 GB18030 读取;请更正清单中的 encoding。",)
    assert read(tmp_path, content, None).notes == ("清单没有写明编码,按内容识别为 GB18030。",)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_ascii_header_of_a_site_leaves_the_decision_to_the_rows(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.csv").write_bytes("AAC003,AAC002\n王芳,1\n".encode(encoding))
    got = read_text(tmp_path / "a.csv", "csv", encoding, frozenset({"AAC003", "AAC002"}))
    assert got.frame.rows() == [(1, "王芳", "1")]


def test_characters_cut_by_block_ends_are_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [f"{RARE}{number},{number},金额{number}" for number in range(200)]
    text = "\n".join(["姓名,证件号码,金额", *lines])
    for size in (61, 64, 67):
        monkeypatch.setattr(encoded_module, "BLOCK", size)
        for encoding in ("utf-8-sig", "gb18030"):
            assert [",".join(map(str, row[1:])) for row in table(read(tmp_path, text.encode(encoding)))] == lines


@pytest.mark.parametrize(
    ("lines", "rows", "ragged"),
    [
        ("a,1,2\nb,1\nc,1,2\n", [(1, "a", "1", "2"), (3, "c", "1", "2")], [RaggedRow(2, 2, 3)]),
        ("a,1,2\nb,1,2,3\nc,1,2", [(1, "a", "1", "2"), (3, "c", "1", "2")], [RaggedRow(2, 4, 3)]),
        ('"a,\n""b""",1,2\nc,1,2\n', [(1, 'a,\n"b"', "1", "2"), (2, "c", "1", "2")], []),
        ('"a,\nb",1,2\nc,1\n', [(1, "a,\nb", "1", "2")], [RaggedRow(2, 2, 3)]),
        ('5" 管,1,2\nc,1,2\n', [(1, '5" 管', "1", "2"), (2, "c", "1", "2")], []),
        ("a,1,2\n\n \nb,1,2\n,,\n", [(1, "a", "1", "2"), (2, "b", "1", "2"), (3, "", "", "")], []),
        ("", [], []),
    ],
)
def test_rows_that_are_not_whole_are_set_aside_with_their_number(
    tmp_path: Path, lines: str, rows: list[tuple[object, ...]], ragged: list[RaggedRow]
) -> None:
    got = read(tmp_path, ("姓名,证件号码,金额\n" + lines).encode())
    assert (table(got), list(got.ragged)) == (rows, ragged)
    assert got.rows == len(rows) + len(ragged)


def test_quotation_marks_far_down_are_read_right(tmp_path: Path) -> None:
    lines = ["某某某某某某某某某某某某某某某某,1,2"] * 60_000 + ['"两\n行",1,2', "末,1,2"]
    got = read(tmp_path, "\n".join(["姓名,证件号码,金额", *lines]).encode())
    assert table(got)[-2:] == [(60_001, "两\n行", "1", "2"), (60_002, "末", "1", "2")]


@pytest.mark.parametrize("tail", ['b,"1,2\nc,1,2\n', 'b,1,"2', '"'])
def test_open_quotation_never_swallows_rows(tmp_path: Path, tail: str) -> None:
    with pytest.raises(FileRefusedError) as refusal:
        read(tmp_path, ("姓名,证件号码,金额\na,1,2\n" + tail).encode())
    assert refusal.value.code == "unclosed_quote"


def test_headers_are_trimmed_and_stand_in_any_order(tmp_path: Path) -> None:
    got = read(tmp_path, "\ufeff 金额\u3000,备注,\u200b姓名\t,证件号码,\n2,x,王芳,1,\n".encode())
    assert got.headers == ("金额", "备注", "姓名", "证件号码", "")
    assert table(got) == [(1, "王芳", "1", "2")]


def test_replacement_characters_are_borne_up_to_one_row_in_a_thousand(tmp_path: Path) -> None:
    content = "姓名,证件号码,金额\n王\ufffd\ufffd,1,2\n" + "王芳,1,2\n" * 999
    assert read(tmp_path, content.encode()).rows == 1000
    with pytest.raises(FileRefusedError, match="1行含有替换字符"):
        read(tmp_path, content.replace("王芳,1,2\n", "", 1).encode())


def test_both_readers_agree_on_whole_rows(tmp_path: Path) -> None:
    """Whatever is inside the cells: quotation marks, line breaks, blanks, commas."""
    rng = random.Random(20261122)
    columns = {header: at for at, header in enumerate(HEADERS)}
    for _ in range(150):
        cells = [["".join(rng.choices('甲乙a ,"\n\t;', k=rng.randrange(6))) + "。" for _ in HEADERS] for _ in range(20)]
        text = io.StringIO()
        csv.writer(text, lineterminator=rng.choice(["\n", "\r\n"])).writerows([HEADERS, *cells])
        path = tmp_path / "a.csv"
        path.write_bytes(text.getvalue().encode("gb18030"))
        whole, _ = _read_whole(path, "gb18030", 3, columns)
        exact, ragged, _ = _read_exactly(path, "gb18030", 3, columns)
        assert not ragged
        assert whole is None or whole.equals(exact)
        assert [list(row[1:]) for row in exact.rows()] == cells
