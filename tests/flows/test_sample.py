"""The written sample: manifests, encodings, formats, determinism; the bundled city is what its command makes."""

from __future__ import annotations

import filecmp
import hashlib
import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from python_calamine import CalamineWorkbook

from flows.errors import UsageError
from flows.sample import SampleSummary, write_sample
from schemas.catalogue import TABLES

BUNDLED = Path(__file__).parents[2] / "data" / "samples" / "city" / "inbox"
FIRST = date(2026, 11, 20)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, SampleSummary]:
    out = tmp_path_factory.mktemp("sample") / "inbox"
    return out, write_sample(400, 5, 2, out, first_night=FIRST, truth=out.parent / "truth")


def read(path: Path, entry: dict[str, str]) -> tuple[list[str], int]:
    """Headers and number of data rows of a delivered file, read in the declared encoding."""
    if entry["format"] == "parquet":
        frame = pl.read_parquet(path)
        return frame.columns, len(frame)
    if entry["format"] == "xlsx":
        rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
        return [str(cell) for cell in rows[0]], len(rows) - 1
    text = path.read_bytes().decode(entry["encoding"]).removeprefix("\ufeff")
    frame = pl.read_csv(text.encode(), infer_schema=False)
    return frame.columns, len(frame)


def test_manifests_describe_the_files(written: tuple[Path, SampleSummary]) -> None:
    out, summary = written
    manifests = sorted(out.glob("*/*/manifest.json"))
    assert len(manifests) == 8
    seen = 0
    for path in manifests:
        manifest = json.loads(path.read_text("utf-8"))
        assert (manifest["department"], manifest["batch_date"]) == (path.parent.parent.name, path.parent.name)
        assert manifest["exported_at"].endswith("+08:00")
        for entry in manifest["tables"]:
            file = path.parent / entry["file"]
            spec = TABLES[f"{manifest['department']}.{entry['table']}"]
            headers, rows = read(file, entry)
            assert rows == entry["rows"]
            assert hashlib.sha256(file.read_bytes()).hexdigest() == entry["sha256"]
            assert set(spec.headers) <= set(headers)
            seen += rows
    assert seen == summary.total_rows


def test_formats_and_encodings_are_mixed() -> None:
    """The bundled city shows every format and encoding the contract names."""
    entries = [
        entry for path in BUNDLED.glob("*/*/manifest.json") for entry in json.loads(path.read_text("utf-8"))["tables"]
    ]
    assert {entry["format"] for entry in entries} == {"csv", "xlsx", "parquet"}
    assert {entry["encoding"] for entry in entries if "encoding" in entry} == {"UTF-8", "GBK", "GB18030"}
    assert len(entries) == 3 * len([spec for spec in TABLES.values() if spec.nightly])


def test_numbers_of_people_are_text_in_excel(written: tuple[Path, SampleSummary]) -> None:
    path = next(written[0].glob("civil_affairs/*/儿童福利台账_*.xlsx"))
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    column = rows[0].index("儿童身份证号")
    assert all(isinstance(row[column], str) for row in rows[1:])


def test_same_arguments_give_the_same_bytes(written: tuple[Path, SampleSummary], tmp_path: Path) -> None:
    write_sample(400, 5, 2, tmp_path / "again", first_night=FIRST)
    assert_same(written[0], tmp_path / "again")


def test_another_seed_gives_another_city(written: tuple[Path, SampleSummary], tmp_path: Path) -> None:
    write_sample(400, 6, 1, tmp_path / "other", first_night=FIRST, clean=True)
    name = "housing/2026-11-20/不动产登记_20261120.csv"
    assert (tmp_path / "other" / name).read_bytes() != (written[0] / name).read_bytes()


def test_hard_damage_is_another_city(written: tuple[Path, SampleSummary], tmp_path: Path) -> None:
    write_sample(400, 5, 1, tmp_path / "hard", first_night=FIRST, hard=True)
    name = "housing/2026-11-20/不动产登记_20261120.csv"
    assert (tmp_path / "hard" / name).read_bytes() != (written[0] / name).read_bytes()


def test_the_truth_is_written_when_asked(written: tuple[Path, SampleSummary]) -> None:
    names = {path.stem for path in (written[0].parent / "truth").iterdir()}
    assert names == {"persons", "links", "cases", "quarantine"}


def test_a_delivery_is_never_written_over(written: tuple[Path, SampleSummary]) -> None:
    with pytest.raises(UsageError, match="已有交付"):
        write_sample(400, 5, 1, written[0])


def test_the_bundled_city_is_small_and_made_by_its_command(tmp_path: Path) -> None:
    size = sum(path.stat().st_size for path in BUNDLED.rglob("*") if path.is_file())
    assert size < 3_500_000
    write_sample(1900, 2026, 3, tmp_path / "inbox", first_night=FIRST)
    assert_same(BUNDLED, tmp_path / "inbox")


def assert_same(left: Path, right: Path) -> None:
    names = sorted(str(path.relative_to(left)) for path in left.rglob("*") if path.is_file())
    assert names == sorted(str(path.relative_to(right)) for path in right.rglob("*") if path.is_file())
    same, different, failed = filecmp.cmpfiles(left, right, names, shallow=False)
    assert (len(same), different, failed) == (len(names), [], [])
