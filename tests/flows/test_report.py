"""The closing tables: right counts, 80 columns, no terminal, no personal data, and queries that run."""

import io
import re
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from rich.cells import cell_len
from rich.console import Console

from flows.closing import report_of
from flows.report import QUERIES, Report, show
from flows.warehouse import Engine, open_readonly, publish
from schemas.catalogue import TABLES
from tests.flows.small_city import AS_OF, city, feed, rows
from tests.transforms.alert_nights import NIGHT_2


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    every = [
        feed(table.table, "accepted", 10_000_000, 12_345) | {"department": table.department}
        for table in TABLES.values()
    ]
    labels = [
        {
            "department": table.department,
            "table_name": table.table,
            "department_label": table.department_label,
            "table_label": table.label,
            "kind": table.kind,
        }
        for table in TABLES.values()
    ]
    tables = city() | {"feeds": rows("feeds", *every), "delivered_tables": rows("delivered_tables", *labels)}
    publish(folder, AS_OF, "r1", tables, Engine(folder / "spill", 2))
    return folder / "hedui.duckdb"


def read(warehouse: Path, night: date = AS_OF) -> Report:
    return report_of(SimpleNamespace(warehouse=warehouse, last=night))


def printed(report: Report, width: int) -> str:
    screen = io.StringIO()
    show(report, Console(file=screen, width=width))
    return screen.getvalue()


@pytest.mark.parametrize("width", [80, 100])
def test_it_fits_the_screen_with_every_number_and_label_whole(warehouse: Path, width: int) -> None:
    text = printed(read(warehouse), width)
    tables = text[: text.index("人员 ")]
    assert max(cell_len(line.rstrip()) for line in tables.splitlines()) <= width
    assert "\x1b" not in text
    for table in TABLES.values():
        assert table.label in text
    assert text.count("10,012,345") == len(TABLES)
    assert f"{10_012_345 * len(TABLES):,}" in text


def test_counts(warehouse: Path) -> None:
    text = printed(read(warehouse), 80)
    assert re.search(r"最低生活保障\s+·\s+1\s+·\s+·\s+1", text)
    assert re.search(r"黄\s+CB-06\s+家庭成员有正常工资\s+·\s+2\s+·\s+·\s+·", text)  # ended two nights before: not told
    assert re.search(r"蓝\s+CB-01\s+多套住房\s+1\s+·\s+·\s+·\s+·", text)
    assert "人员 1 " in text
    assert str(warehouse) in text


def test_what_ended_tonight_is_counted(tmp_path: Path) -> None:
    publish(tmp_path, NIGHT_2, "r1", city(as_of=NIGHT_2), Engine(tmp_path / "spill"))
    assert re.search(
        r"黄\s+CB-06\s+家庭成员有正常工资\s+·\s+2\s+·\s+1\s+·", printed(read(tmp_path / "hedui.duckdb", NIGHT_2), 80)
    )


def test_no_personal_data_on_the_screen(warehouse: Path) -> None:
    text = printed(read(warehouse), 100)
    assert "张三" not in text
    assert "P0000" not in text
    assert not re.search(r"\d{15,}", text)


def test_a_night_on_which_nothing_came(tmp_path: Path) -> None:
    publish(tmp_path, AS_OF, "r1", {"runs": city()["runs"]}, Engine(tmp_path / "spill"))
    assert "合计" in printed(read(tmp_path / "hedui.duckdb"), 80)


def test_the_queries_run_and_are_printed_whole(warehouse: Path) -> None:
    screen = io.StringIO()
    show(read(warehouse), Console(file=screen, width=80))
    with open_readonly(warehouse) as con:
        for query in QUERIES:
            assert con.sql(query).fetchall()
            assert query in screen.getvalue()
