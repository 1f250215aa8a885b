"""The published file: what stands in it, how it is put in place, who may do what with it."""

import json
import re
from datetime import date
from pathlib import Path

import duckdb
import polars as pl
import pytest

from flows import warehouse
from flows.versions import STABLE, versions
from flows.warehouse import Engine, PublishError, facts_connection, fingerprints, open_readonly, publish
from flows.warehouse_tables import Parquet
from schemas.facts import FACTS
from schemas.published import published
from tests.flows.small_city import AS_OF, city, rows

CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return Engine(tmp_path / "spill", threads=2)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "warehouse"


@pytest.fixture(scope="module")
def nothing_published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published file without rows; only read."""
    here = tmp_path_factory.mktemp("nothing")
    publish(here / "warehouse", AS_OF, "r1", {}, Engine(here / "spill", threads=2))
    return here / "warehouse" / STABLE


def run_id(path: Path) -> str:
    with open_readonly(path) as con:
        return con.sql("SELECT run_id FROM runs").fetchall()[0][0]


def test_every_table_is_there_with_its_types_and_rows(folder: Path, engine: Engine) -> None:
    given = city()
    publish(folder, AS_OF, "r1", given, engine)
    with open_readonly(folder / STABLE) as con:
        for key, table in published().items():
            relation = con.table(key)
            assert dict(zip(relation.columns, map(str, relation.types), strict=True)) == {
                column: {"TIMESTAMPTZ": "TIMESTAMP WITH TIME ZONE"}.get(type_, type_)
                for column, type_ in table.types.items()
            }
            assert relation.count("*").fetchall()[0][0] == given.get(key, table.empty()).height
        assert str(con.sql("SELECT started_at FROM runs").fetchall()[0][0]) == "2026-11-22 01:30:00+08:00"


def test_every_table_view_and_column_is_explained_in_chinese(nothing_published: Path) -> None:
    with open_readonly(nothing_published) as con:
        tables = con.sql("SELECT table_name, comment FROM duckdb_tables()").fetchall()
        shown = con.sql("SELECT view_name, comment FROM duckdb_views() WHERE NOT internal").fetchall()
        columns = con.sql(
            "SELECT table_name || '.' || column_name, comment FROM duckdb_columns() WHERE NOT internal"
        ).fetchall()
    assert len(tables) == len(published())
    assert len(shown) == 2 * len(warehouse.views())
    assert [name for name, comment in (*tables, *shown, *columns) if not CHINESE.search(comment or "")] == []


def test_rows_come_from_parquet_files_with_constants(folder: Path, engine: Engine, tmp_path: Path) -> None:
    links = city()["identity_links"]
    parts = []
    for table in ("households", "deaths"):
        path = tmp_path / f"{table}[1]*.parquet"  # a name DuckDB would take for a pattern
        links.drop("department", "table_name").with_columns(name=pl.lit("不发布")).write_parquet(path)
        parts.append(Parquet(path, {"department": "civil_affairs", "table_name": table}))
    (tmp_path / "households1x.parquet").write_bytes(b"not this one")
    publish(folder, AS_OF, "r1", {"identity_links": parts}, engine)
    with open_readonly(folder / STABLE) as con:
        found = con.sql("SELECT table_name, count(*) FROM identity_links GROUP BY ALL ORDER BY ALL").fetchall()
        assert found == [("deaths", 2), ("households", 2)]
        assert "name" not in con.table("identity_links").columns


@pytest.mark.parametrize(
    ("tables", "message"),
    [
        ({"nonsense": pl.DataFrame()}, "nobody publishes: nonsense"),
        ({"persons": pl.DataFrame({"person_key": ["P1"]})}, "persons: columns missing: name, id_number"),
    ],
)
def test_unknown_tables_and_missing_columns_are_refused_before_anything_is_written(
    folder, engine, tables, message
) -> None:
    with pytest.raises(ValueError, match=message):
        publish(folder, AS_OF, "r1", tables, engine)
    assert not folder.exists()


def test_the_stable_name_is_the_newest_version(folder: Path, engine: Engine) -> None:
    first = publish(folder, date(2026, 11, 21), "r1", city("r1"), engine)
    second = publish(folder, AS_OF, "r2", city("r2"), engine)
    assert (folder / STABLE).samefile(second)
    assert [path.name for path in versions(folder)] == ["hedui-2026-11-21-r1.duckdb", "hedui-2026-11-22-r2.duckdb"]
    assert (run_id(first), run_id(folder / STABLE)) == ("r1", "r2")
    assert not [path for path in folder.iterdir() if path.name.startswith(".") or path.suffix == ".wal"]


def test_without_hard_links_the_stable_name_is_a_copy(folder: Path, engine: Engine, monkeypatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError("no links here")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    version = publish(folder, AS_OF, "r1", city(), engine)
    assert not (folder / STABLE).samefile(version)
    assert run_id(folder / STABLE) == "r1"


@pytest.mark.long
def test_seven_versions_are_kept_of_as_many_nights_as_there_are(folder: Path, engine: Engine) -> None:
    for number in range(4):
        publish(folder, date(2026, 11, 1), f"again{number}", {}, engine)
    for day in range(2, 8):
        publish(folder, date(2026, 11, day), "r", {}, engine)
    names = [path.name[6:-7] for path in versions(folder)]
    assert names == ["2026-11-01-again3", *(f"2026-11-0{day}-r" for day in range(2, 8))]
    publish(folder, date(2026, 11, 7), "later", {}, engine)
    publish(folder, date(2026, 10, 1), "replayed", {}, engine)
    assert len(versions(folder)) == 7
    assert (folder / STABLE).samefile(folder / "hedui-2026-10-01-replayed.duckdb")


def test_a_reader_keeps_the_file_it_opened(folder: Path, engine: Engine) -> None:
    publish(folder, AS_OF, "r1", city("r1"), engine)
    with open_readonly(folder / STABLE) as reader:
        for number in range(2, 4):
            publish(folder, AS_OF, f"r{number}", city(f"r{number}"), engine)
            assert reader.sql("SELECT run_id FROM runs").fetchall() == [("r1",)]
            assert run_id(folder / STABLE) == f"r{number}"


def test_leftovers_of_a_crash_and_a_stray_log_are_removed(folder: Path, engine: Engine) -> None:
    folder.mkdir()
    left = [
        ".hedui-2026-11-21-x.building.duckdb",
        ".hedui-2026-11-21-x.building.duckdb.wal",
        f".{STABLE}.next",
        f"{STABLE}.wal",
    ]
    for name in left:
        (folder / name).write_bytes(b"half")
    publish(folder, AS_OF, "r1", city(), engine)
    assert sorted(path.name for path in folder.iterdir()) == ["hedui-2026-11-22-r1.duckdb", STABLE]


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE x (a INT)",
        "DELETE FROM alerts",
        "SELECT * FROM read_text('/etc/hostname')",
        "COPY alerts TO '/tmp/stolen.csv'",
        "ATTACH '/tmp/other.duckdb'",
        "SET enable_external_access = true",
        "INSTALL httpfs",
    ],
)
def test_a_reader_can_only_read(nothing_published: Path, statement: str) -> None:
    with open_readonly(nothing_published) as con, pytest.raises(duckdb.Error):
        con.execute(statement)


def test_a_missing_or_broken_file_is_told_in_chinese(tmp_path: Path) -> None:
    with pytest.raises(PublishError, match="找不到"):
        open_readonly(tmp_path / "none.duckdb")
    (tmp_path / "bad.duckdb").write_bytes(b"not a database" * 1000)
    with pytest.raises(PublishError, match="无法打开"):
        open_readonly(tmp_path / "bad.duckdb")


@pytest.mark.long
def test_equal_content_has_equal_fingerprints(folder: Path, engine: Engine) -> None:
    first = publish(folder, AS_OF, "r1", city("r1"), engine)
    turned = {key: frame.reverse() for key, frame in city("r2").items()}
    second = publish(folder, AS_OF, "r2", turned, engine)
    assert fingerprints(first) == fingerprints(second)
    assert fingerprints(first, "lasting") == fingerprints(second, "lasting")
    third = publish(folder, AS_OF, "r3", {**turned, "persons": rows("persons", {"person_key": "P2"})}, engine)
    changed = {key for key, value in fingerprints(third).items() if value != fingerprints(first)[key]}
    assert changed == {"persons"}


def test_the_longest_file_of_a_fact_comes_first_since_duckdb_plans_by_the_first(tmp_path: Path, engine: Engine) -> None:
    rows = {"exchange.answers": 0, "housing.properties": 50_000, "housing.sale_contracts": 10}
    files = [tmp_path / f"{name}.parquet" for name in rows]
    for path, count in zip(files, rows.values(), strict=True):
        frame = pl.DataFrame({"record_no": [f"{path.stem}{n}" for n in range(count)]}, schema={"record_no": pl.String})
        missing = {name: dtype for name, dtype in FACTS["asset"].polars_schema.items() if name != "record_no"}
        frame.with_columns(pl.lit(None, dtype).alias(name) for name, dtype in missing.items()).write_parquet(path)
    with facts_connection({"asset": files}, engine) as con:
        plan = con.sql("EXPLAIN (FORMAT json) SELECT record_no FROM fact.asset").fetchall()[0][1]
        assert int(json.loads(plan)[0]["extra_info"]["Estimated Cardinality"]) >= 50_000


def test_facts_are_views_over_parquet_and_typed_when_there_is_none(tmp_path: Path, engine: Engine) -> None:
    path = tmp_path / "it's [a] death.parquet"
    schema = FACTS["death"].polars_schema
    pl.DataFrame([{"record_no": "DE1", "person_key": "P1", "died_on": date(2026, 1, 1)}], schema=schema).write_parquet(
        path
    )
    with facts_connection({"death": [path, path]}, engine) as con:
        assert con.sql("SELECT count(*), max(died_on) FROM fact.death").fetchall() == [(2, date(2026, 1, 1))]
        assert con.sql("SELECT current_setting('TimeZone')").fetchall() == [("Asia/Shanghai",)]
        for name, fact in FACTS.items():
            assert con.sql(f"SELECT * FROM fact.{name} LIMIT 0").pl().schema == pl.Schema(fact.polars_schema)
    assert engine.spill.stat().st_mode & 0o777 == 0o700
