"""The analysts' questions on a city's published file and on the analysts' file; and that the latter names nobody."""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl
import pytest

from flows.analysts.file import Written, analysts_table
from flows.analysts.questions import questions
from flows.warehouse import Engine, open_readonly, publish, views
from schemas.analysts import ABOUT, AS_IS, PSEUDONYMS, TAKEN, TREATMENTS, K
from schemas.analysts_left_out import LEFT_OUT, VIEWS
from schemas.catalogue import TABLES
from schemas.published import published
from tests.conftest import BundledCity, SmallCity
from tests.flows.analysts.conftest import AnalystsHome
from tests.flows.nights import THIRD, hedui, personal_values, told
from transforms.analysts import Key, pseudonym_prefixes, pseudonyms

CON = duckdb.DuckDBPyConnection
# A citizen's or account's number, a telephone, a record's or household's number, a person key, an alert's number.
SHAPES = re.compile(
    rb"(?<![0-9A-Za-z])(?:\d{14,19}[0-9Xx]|1[3-9]\d{9}|[A-Z]{2}\d{6,9}|P[0-9A-Z]{11}|A[0-9a-f]{20})(?![0-9A-Za-z])"
)
HAN = re.compile(rb"(?:[\xe4-\xe9][\x80-\xbf][\x80-\xbf]){2,}")
NONE_IN_SMALL = {"benefits_across_townships"}  # three hundred people: nobody draws in two townships
HIDDEN_IN_SMALL = {"elder_allowance_coverage"}  # and too few are old: their age bands are hidden in the analysts' file
ALSO = ("phone", "address", "account_no", "guardian_name", "guardian_id_number", "employer", "account_holder")


@dataclass(frozen=True)
class Files:
    """A home of its own, linked to the city's: the published file, its analysts' file, and both with rows put about."""

    home: Path
    written: Written
    published: CON
    analysts: CON
    shuffled: CON


@pytest.fixture(scope="module")
def files(analysts_home: AnalystsHome) -> Iterator[Files]:
    home, written = analysts_home.home, analysts_home.written
    with open_readonly(home / "warehouse" / "hedui.duckdb") as con:
        rows = {key: con.table(key).pl() for key in published()}
        mixed = {key: frame.sample(fraction=1, shuffle=True, seed=3) for key, frame in rows.items()}
        publish(home / "shuffled", THIRD, "shuffled", mixed, Engine(home / "spill", 1))
        with open_readonly(written.path) as ours, open_readonly(home / "shuffled" / "hedui.duckdb") as other:
            yield Files(home, written, con, ours, other)


def same(left: list[tuple[object, ...]], right: list[tuple[object, ...]]) -> bool:
    """Equal, but for the last digits of a float that was added up in another order."""
    return len(left) == len(right) and all(
        a == b or (isinstance(a, float) and a == pytest.approx(b))
        for one, other in zip(left, right, strict=True)
        for a, b in zip(one, other, strict=True)
    )


def test_there_are_enough_questions_of_every_topic() -> None:
    assert len(questions()) >= 25
    assert {one.topic for one in questions()} == {"救助对象", "待遇和资金", "核对", "预警和处置", "数据和交换", "身份"}
    assert len({one.name for one in questions()}) == len({one.question for one in questions()}) == len(questions())


@pytest.mark.parametrize("one", questions(), ids=lambda one: one.name)
def test_a_question_is_answered_in_one_order_on_both_files(files: Files, one) -> None:
    answer = files.published.sql(one.sql)
    assert all(any("\u4e00" <= mark <= "\u9fff" for mark in column) for column in answer.columns)
    found = answer.fetchall()
    assert bool(found) != bool(one.empty or one.name in NONE_IN_SMALL), "rows, or a stated reason why there are none"
    assert same(found, files.shuffled.sql(one.sql).fetchall()), "the order is not total"
    on_analysts = files.analysts.sql(one.sql)
    assert on_analysts.columns == answer.columns
    assert bool(on_analysts.fetchall()) == bool(found and one.name not in HIDDEN_IN_SMALL)


@pytest.mark.long
def test_every_question_is_answered_in_the_bundled_city(bundled_city: BundledCity) -> None:
    assert bundled_city.steps[-1] == "analysts"
    for path in (bundled_city.outcome.warehouse, bundled_city.analysts):
        with open_readonly(path) as con:
            empty = {one.name for one in questions() if not con.sql(one.sql).fetchall()}
        assert empty == {one.name for one in questions() if one.empty}, path


def test_the_file_holds_the_questions_it_answers(files: Files) -> None:
    for con in (files.published, files.analysts):
        assert con.sql("SELECT 编号, 问题, 查询 FROM 常用问题").fetchall() == [
            (one.number, one.question, one.sql) for one in questions()
        ]


def test_every_column_of_the_file_is_in_its_dictionary(files: Files) -> None:
    there = (
        "SELECT CASE schema_name WHEN 'main' THEN table_name ELSE schema_name || '.' || table_name END, column_name "
        "FROM duckdb_columns() WHERE database_name = 'hedui' AND NOT internal AND schema_name IN ('main', 'fact')"
    )
    told = "SELECT table_name, column_name FROM dictionary_columns WHERE kind <> 'delivered'"
    twins = {view.chinese for view in views()}
    for con, own in ((files.published, set()), (files.analysts, {"dictionary_columns", "analyst_questions"})):
        columns = {pair for pair in con.sql(there).fetchall() if pair[0] not in twins | own}
        assert columns == set(con.sql(told).fetchall()), con
    assert files.published.sql("SELECT count(*) FROM 数据字典 WHERE 种类 = '交付表'").fetchall() == [
        (sum(len(spec.columns) for spec in TABLES.values()),)
    ]


def test_nobody_is_named_in_the_analysts_file(files: Files, small_city: SmallCity) -> None:
    """No name, number, address, account, telephone, employer, record, household or person key of the city is in it."""
    values = personal_values(small_city.whole.home)
    for key, spec in TABLES.items():
        held = sorted({column.name for column in spec.columns} & {"record_no", "household_no", *ALSO})
        for path in small_city.whole.home.glob(f"lake/staged/{key.replace('.', '/')}/*/rows.parquet"):
            frame = pl.read_parquet(path, columns=held)
            values |= {value for name in held for value in frame[name].drop_nulls() if len(value) > 1}
    values |= {key for (key,) in files.published.sql("SELECT person_key FROM persons").fetchall()}
    values |= {key for (key,) in files.published.sql("SELECT alert_id FROM alerts").fetchall()}
    assert len(values) > 2_000
    ours = {value for (value,) in files.published.sql("SELECT name FROM divisions").fetchall()}
    words: set[str] = set()
    for key in (*TAKEN, *ABOUT):
        for name, dtype in analysts_table(key).dtypes.items():
            if dtype == pl.String():
                words |= set(files.analysts.table(key).select(name).distinct().pl()[name].drop_nulls())
    assert words & (values - ours) == set()
    whole = files.written.path.read_bytes()
    shapes = {found.decode() for found in SHAPES.findall(whole)}
    assert shapes & values == set()
    assert {word for run in HAN.findall(whole) if len(word := run.decode()) > 3} & values - ours == set()
    for secret in (small_city.whole.home / "journal" / "person_key.secret", files.home / "journal" / "analysts.secret"):
        assert secret.read_bytes() not in whole


def test_pseudonyms_join_and_no_birth_date_is_left(files: Files) -> None:
    assert files.analysts.sql("SELECT count(*), count(DISTINCT person_key) FROM person_bands").fetchall() == [
        files.published.sql("SELECT count(*), count(DISTINCT person_key) FROM persons").fetchall()[0]
    ]
    joined = "SELECT count(*) FROM fact.medical_cost AS c JOIN person_bands AS p ON c.person_key = p.person_key"
    assert files.analysts.sql(joined).fetchall() == files.published.sql(joined).fetchall()
    for key, taken in TAKEN.items():
        for name, how in taken.columns.items():
            if how in PSEUDONYMS:
                strange = f"SELECT count(*) FROM {key} WHERE NOT regexp_matches({name}, '^[a-z]_[a-z2-7]{{13}}$')"
                assert files.analysts.sql(strange).fetchall() == [(0,)], (key, name)
    assert len(set(pseudonym_prefixes())) == len(PSEUDONYMS)


def test_no_cell_of_township_sex_and_age_band_is_small(files: Files) -> None:
    cells = files.analysts.sql(
        "SELECT count(*) FROM person_bands WHERE sex IS NOT NULL OR age_band IS NOT NULL "
        "GROUP BY division_code, sex, age_band"
    ).fetchall()
    assert min(count for (count,) in cells) >= K
    assert len(cells) > 25
    villages = "SELECT count(*) FROM person_bands WHERE length(division_code) > 9"
    assert files.analysts.sql(villages).fetchall() == [(0,)]
    told_cells = files.analysts.sql("SELECT people_in_small_cells FROM small_cells").fetchall()
    assert told_cells[0] == (0,)
    assert any(count > 0 for (count,) in told_cells), "what else is known makes cells small again, and it is told"


def test_sums_differ_little_from_the_centres_file(files: Files) -> None:
    asked = "SELECT count(*), sum(self_paid_yuan) FROM fact.medical_cost"
    (whole,), (ours,) = files.published.sql(asked).fetchall(), files.analysts.sql(asked).fetchall()
    assert ours[0] == whole[0]
    assert float(ours[1]) == pytest.approx(float(whole[1]), rel=0.02)
    assert files.analysts.sql("SELECT count(*) FROM fact.medical_cost WHERE self_paid_yuan % 10 <> 0").fetchall() == [
        (0,)
    ]


def test_every_published_table_is_taken_or_left_out_with_a_reason() -> None:
    known = {*published(), *(view.name for view in views())}
    assert set(TAKEN) | set(LEFT_OUT) >= set(published())
    assert set(TAKEN) & set(LEFT_OUT) == set()
    assert set(TAKEN) <= known
    for key, taken in TAKEN.items():
        assert set(taken.columns.values()) <= {AS_IS, *TREATMENTS, *PSEUDONYMS}, key
        for name, how in taken.columns.items():
            assert not (name.endswith(("_key", "_no")) and how in TREATMENTS), f"{key}.{name} must be a pseudonym"
    assert set(VIEWS) <= {view.name for view in views()}


def test_the_file_is_for_its_group_only_and_opened_read_only(files: Files) -> None:
    assert stat.S_IMODE(files.written.path.stat().st_mode) == 0o640
    assert stat.S_IMODE((files.home / "journal" / "analysts.secret").stat().st_mode) == 0o600
    with duckdb.connect(str(files.written.path), read_only=True) as con:
        with pytest.raises(duckdb.InvalidInputException):
            con.execute("CREATE TABLE x (i INTEGER)")
        assert "不是匿名信息" in str(con.sql("SELECT told FROM about_this_file").fetchall())


def test_one_key_one_purpose_one_pseudonym() -> None:
    people = pl.Series(["P00000000001", None, "P00000000002", "P00000000001"])
    key = Key(b"one", "统计分析")
    first = pseudonyms(people, "person", key.derived)
    assert first[0] == first[3] != first[2]
    assert first[1] is None
    others = [Key(b"one", "年度评估"), Key(b"two", "统计分析")]
    marks = [first[0], pseudonyms(people, "household", key.derived)[0]]
    marks += [pseudonyms(people, "person", one.derived)[0] for one in others]
    assert len(set(marks)) == 4
    assert len({key.version, *(one.version for one in others)}) == 3


def test_a_new_key_by_command_changes_every_pseudonym(files: Files, tmp_path: Path) -> None:
    def first(path: Path) -> tuple[str, ...]:
        with duckdb.connect(str(path), read_only=True) as con:
            return con.sql("SELECT min(person_key), count(*) FROM person_bands").fetchall()[0]

    fresh = tmp_path / "fresh.duckdb"
    done = hedui("analysts-file", "--home", files.home, "--out", fresh, "--new-key")
    assert done.code == 0
    assert "不是匿名信息" in done.out
    assert first(fresh)[0] != first(files.written.path)[0]
    assert first(fresh)[1] == first(files.written.path)[1]


def test_what_cannot_be_written_is_told(files: Files, tmp_path: Path) -> None:
    told(hedui("analysts-file", "--home", files.home, "--out", tmp_path / "x.csv"), 2, ".duckdb", "--out")
    told(hedui("analysts-file", "--home", files.home, "--purpose", " "), 2, "--purpose")
    told(hedui("analysts-file", "--home", tmp_path / "nothing"), 1, "hedui nightly")
    taken = files.home / "warehouse" / "hedui.duckdb"
    before = taken.stat().st_ino
    told(hedui("analysts-file", "--home", files.home, "--out", taken), 2, "顶替")
    assert taken.stat().st_ino == before
    (tmp_path / "file").write_text("")
    told(hedui("analysts-file", "--home", files.home, "--out", tmp_path / "file" / "x.duckdb"), 1, "未能发布")
