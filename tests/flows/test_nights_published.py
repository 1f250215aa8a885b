"""What a night leaves for others: comments, types, the two queries, every model, and a ledger that balances."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest
import yaml

from flows.lake import Lake
from flows.night import SHANGHAI, Night
from flows.report import QUERIES
from flows.settings import load
from flows.steps.receive import receive
from flows.steps.stage import stage
from flows.warehouse import open_readonly
from schemas.catalogue import TABLES
from schemas.published import published
from tests.conftest import SmallCity
from tests.flows.nights import FIRST, SECOND, city, line_count
from tests.house.tree import ROOT
from tests.rules.rule_files import ABOUT_DELIVERIES

CONTRACT = yaml.safe_load((ROOT / "docs/contract/warehouse.yaml").read_text("utf-8"))
DATES = {"as_of", "birth_date", "died_on", "first_seen", "last_seen", "due_on", "batch_date"}
TIMES = {"started_at", "finished_at"}
HAN = r"\p{Han}"


def test_columns_of_the_contract_with_their_types(small_city: SmallCity) -> None:
    found = {
        (table, column): type_
        for table, column, type_ in small_city.whole.ask(
            "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE schema_name = 'main'"
        )
    }
    assert not [
        (table, column) for table, columns in CONTRACT.items() for column in columns if (table, column) not in found
    ]
    for (table, column), type_ in found.items():
        if table in CONTRACT and column in DATES:
            assert type_ == "DATE", (table, column)
        elif table in CONTRACT and column in TIMES:
            assert type_ == "TIMESTAMP WITH TIME ZONE", (table, column)
        elif table in CONTRACT and "_yuan" in column:
            assert type_ == "DECIMAL(18,2)", (table, column)
    assert found["verification_results", "reasons"] == "VARCHAR[]"
    assert found["alerts", "frozen"] == "BOOLEAN"


def test_every_relation_and_column_is_explained_in_chinese(small_city: SmallCity) -> None:
    relations = "SELECT schema_name, table_name AS name, comment FROM duckdb_tables() UNION ALL "
    relations += "SELECT schema_name, view_name, comment FROM duckdb_views() WHERE NOT internal"
    columns = "SELECT schema_name, table_name || '.' || column_name, comment FROM duckdb_columns() WHERE NOT internal"
    for what, least in ((relations, 40), (columns, 300)):
        silent = f"SELECT * FROM ({what}) WHERE NOT coalesce(regexp_matches(comment, '{HAN}'), false)"
        assert small_city.whole.ask(silent) == []
        assert small_city.whole.ask(f"SELECT count(*) FROM ({what})") >= [(least,)]


def test_the_two_queries_run_and_every_view_opens(small_city: SmallCity) -> None:
    for query in QUERIES:
        assert small_city.whole.ask(query)
    with open_readonly(small_city.whole.stable) as con:
        views = con.sql("SELECT schema_name, view_name FROM duckdb_views() WHERE NOT internal").fetchall()
        for schema, view in views:
            con.sql(f'SELECT * FROM "{schema}"."{view}" LIMIT 5').fetchall()
    assert len(views) > 10


def test_every_table_passes_its_model(small_city: SmallCity) -> None:
    with open_readonly(small_city.whole.stable) as con:
        for key, table in published().items():
            if table.model is not None:
                frame = con.table(key).pl().cast(dict(table.dtypes))  # type: ignore[arg-type]
                table.model.validate(frame, lazy=True)


def test_an_alert_leads_back_to_the_delivered_row(small_city: SmallCity) -> None:
    """Anchor and evidence name rows that were delivered, under the table's own record_no."""
    delivered: dict[str, set[str]] = {}
    for key in (key for key, spec in TABLES.items() if spec.nightly):
        paths = list(small_city.whole.home.glob(f"lake/staged/{key.replace('.', '/')}/*/rows.parquet"))
        delivered[key] = set(pl.concat([pl.read_parquet(path, columns=["record_no"]) for path in paths])["record_no"])
    alerts = small_city.whole.ask("SELECT rule_id, anchor_table, anchor_record_no, evidence FROM alerts")
    assert alerts
    for rule, table, record, evidence in alerts:
        if rule in ABOUT_DELIVERIES:
            continue
        assert record in delivered[table]
        items = json.loads(evidence)
        assert all(item["record_no"] in delivered[item["source_table"]] for item in items), (table, record)


def lines_of(inbox: Path) -> dict[tuple[str, str, str], int]:
    """department, table, batch date -> data rows, counted without anything of ours."""
    return {
        (batch["department"], entry["table"], batch["batch_date"]): line_count(path.parent / entry["file"], entry)
        for path in inbox.glob("*/*/manifest.json")
        for batch in [json.loads(path.read_text("utf-8"))]
        for entry in batch["tables"]
    }


def check_ledger(feeds: pl.DataFrame, quarantine: pl.DataFrame, inbox: Path) -> None:
    """Rows in = loaded + quarantined + superseded, and equal to the lines of the files."""
    parts = feeds["rows_loaded"] + feeds["rows_quarantined"] + feeds["rows_superseded"]
    assert (feeds["rows_in"] == parts).all()
    assert (feeds["rows_in"] == feeds["rows_declared"]).all()
    assert feeds["rows_quarantined"].sum() > 0 < feeds["rows_superseded"].sum()
    told = feeds.select("department", "table_name", pl.col("batch_date").cast(pl.String), "rows_in")
    assert {row[:3]: row[3] for row in told.iter_rows()} == lines_of(inbox)
    rows = quarantine.select("department", "table_name", "batch_date", "row_number").unique().height
    assert rows == feeds["rows_quarantined"].sum()


def test_the_ledger_of_all_nights_balances_and_counts_as_we_do(small_city: SmallCity) -> None:
    nights = small_city.whole
    assert nights.ask("SELECT count(*), count(DISTINCT batch_date) FROM feeds") == [
        (3 * len([spec for spec in TABLES.values() if spec.nightly]), 3)
    ]
    with open_readonly(nights.stable) as con:
        check_ledger(con.table("feeds").pl(), con.table("quarantine").pl(), nights.inbox)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(1, 7))
def test_the_ledger_of_other_cities(tmp_path: Path, seed: int) -> None:
    """Receive and stage only."""
    inbox = city(tmp_path / "inbox", nights=2, seed=seed, people=200 * seed)
    lake = Lake(tmp_path / "home")
    lake.prepare()
    for day in (FIRST, SECOND):
        night = Night(load(None, inbox=inbox, home=lake.home), lake, day, None, b"", datetime.now(SHANGHAI))
        receive(night)
        stage(night)
    frames = (pl.read_parquet(lake.night(SECOND) / "stage" / f"{name}.parquet") for name in ("feeds", "quarantine"))
    check_ledger(*frames, inbox)
