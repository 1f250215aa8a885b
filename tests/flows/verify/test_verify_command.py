"""`hedui verify` on the small city: the night's own answer, six classes in print, bad files, the watched folder."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from python_calamine import CalamineWorkbook

from flows.errors import UsageError
from flows.settings import load
from flows.verify.batch import ANSWER, verify_file
from flows.verify.press import file_name, pdf, press
from flows.verify.reading import read_request_file, template
from flows.verify.service import verify
from flows.verify.watch import answer_folder
from flows.workbook import Sheet, workbook
from tests.conftest import SmallCity
from tests.flows.nights import THIRD, Nights, hedui
from tests.flows.verify.asked_again import HEADERS, requested, tonight
from tests.transforms.verify.request_rows import valid_number


def asked(nights: Nights, text: pl.DataFrame) -> Any:
    numbered = text.with_row_index("row_number", 1).with_columns(pl.col("row_number").cast(pl.Int64))
    return verify(load(None, home=nights.home), numbered)


@pytest.fixture(scope="module")
def answered(small_city: SmallCity) -> Any:
    return asked(small_city.whole, requested(small_city.whole))


def test_request_gets_the_nights_own_answer(small_city: SmallCity, answered: Any) -> None:
    """Same facts, marts, rules and policy: household by household the same tier, figures and reasons as last night."""
    night = tonight(small_city.whole, "assess", "verification.parquet")
    expected = {row["household_no"]: row for row in night.to_dicts()}
    assert answered.answers["taken"].all()
    compared = 0
    for report in answered.reports:
        known = expected[report["request_no"]]
        if known["outcome"] == "needs_review" or report["counted"] != known["members"]:
            continue  # a person the request cannot name by number
        if all(one["identity"] == "已确认" for one in report["members"]):
            compared += 1
            assert report["reasons"] == known["reasons"], report["request_no"]
    assert compared >= 5


def test_every_item_of_every_member_has_one_class_and_every_source_its_day(answered: Any) -> None:
    kinds = answered.found.group_by("line", "item").agg(pl.col("class").n_unique(), pl.col("record_no").null_count())
    assert kinds.filter((pl.col("record_no") > 0) & (pl.col("class") > 1)).is_empty()
    assert {"查得", "未查得"} <= set(answered.found["class"])
    assert answered.found.filter(pl.col("class") == "未查得")["cut_off"].null_count() == 0


def test_without_authorisation_nothing_of_other_departments_is_told(small_city: SmallCity) -> None:
    """Under a new number no authorisation of the register holds."""
    text = requested(small_city.whole).drop("household_no")
    found = asked(small_city.whole, text)
    other = found.found.filter(~pl.col("source_table").str.starts_with("civil_affairs."))
    assert set(other["class"]) == {"未查询"}
    assert other["record_no"].null_count() == other.height > 0
    assert {one["code"] for one in found.reports} == {"信息不全"}
    assert all({row["value"] for row in one["sums"][1:]} <= {"—"} for one in found.reports)


@pytest.mark.parametrize("purpose", ["养老服务", "残疾人补贴", "法律援助", "收养评估", "慈善帮扶", "住房保障"])
def test_other_purposes_are_judged_by_their_own_limits(small_city: SmallCity, purpose: str) -> None:
    text = requested(small_city.whole, purpose=purpose, signed_on=str(THIRD), signed_by="本人")
    found = asked(small_city.whole, text.drop("household_no", "program"))
    assert found.reports
    assert {limit["within"] for one in found.reports for limit in one["limits"]} & {"未超过", "超过"}
    assert not any(one["reasons"] for one in found.reports)


def test_file_to_folder(small_city: SmallCity, tmp_path: Path) -> None:
    text = requested(small_city.whole).rename({name: HEADERS[name] for name in requested(small_city.whole).columns})
    number = text["申请编号"][0]
    request = tmp_path / "request.csv"
    text.filter(pl.col("申请编号") == number).with_columns(
        家庭住址=pl.lit("=cmd|' /C calc'!A0"), 请求单位=pl.lit("@SUM(A1)")
    ).write_csv(request)
    said = hedui("verify", str(request), "--out", str(tmp_path / "out"), "--home", str(small_city.whole.home))
    assert (said.code, said.err) == (0, ""), said
    (report,) = (tmp_path / "out" / "reports").glob("*.pdf")
    assert report.read_bytes().startswith(b"%PDF")
    for made in [tmp_path / "out" / ANSWER, report.with_suffix(".xlsx")]:
        with zipfile.ZipFile(made) as book:
            assert not any(b"<f>" in book.read(name) for name in book.namelist())
    sheets = CalamineWorkbook.from_path(tmp_path / "out" / ANSWER)
    rows = sheets.get_sheet_by_name("受理情况").to_python()
    assert len(rows) == 2 + text.filter(pl.col("申请编号") == number).height
    again = hedui("verify", str(request), "--out", str(tmp_path / "out"), "--home", str(small_city.whole.home))
    assert again.code == 2
    assert "已有内容" in again.err


def test_unknown_column_stops_every_row_and_names_the_one_meant(small_city: SmallCity, tmp_path: Path) -> None:
    request = tmp_path / "request.csv"
    request.write_text(
        "申请编号,姓名,公民身份证号码,与申请人关系,成员类别\nA1,王一,1,本人,共同生活\nA1,王二\n", "utf-8"
    )
    file = read_request_file(request)
    assert set(file.broken) == {1, 2}
    assert "第3列（是否应为“公民身份号码”）" in file.broken[1]
    done = verify_file(load(None, home=small_city.whole.home), request, tmp_path / "out", with_pdf=False)
    assert (done.rows, done.refused) == (2, 2)
    rows = CalamineWorkbook.from_path(done.answer).get_sheet_by_name("受理情况").to_python()[2:]
    assert [row[2] for row in rows] == ["未受理", "未受理"]


def test_number_that_a_spreadsheet_rounded_is_not_guessed(tmp_path: Path) -> None:
    request = tmp_path / "request.xlsx"
    request.write_bytes(
        workbook([Sheet("a", pl.DataFrame({"申请编号": ["A1"], "姓名": ["王"], "公民身份号码": [999901196001010012]}))])
    )
    assert "末几位已丢失" in read_request_file(request).broken[1]


def test_template_is_read_back_as_an_empty_request(tmp_path: Path) -> None:
    said = hedui("verify", "--template", str(tmp_path / "t.xlsx"))
    assert said.code == 0
    file = read_request_file(tmp_path / "t.xlsx")
    assert file.text.is_empty()
    assert set(file.text.columns) == {"row_number", *HEADERS}
    assert (tmp_path / "t.xlsx").read_bytes() == template()
    assert hedui("verify", "--template", str(tmp_path / "t.xlsx")).code == 2


def test_watched_folder(small_city: SmallCity, tmp_path: Path) -> None:
    settings = load(None, home=small_city.whole.home)
    (tmp_path / "incoming").mkdir()
    (tmp_path / "incoming" / "b.csv").write_text(
        "申请编号,姓名,与申请人关系,成员类别\nA1,王一,本人,共同生活\n", "utf-8"
    )
    (tmp_path / "incoming" / "a.xlsx").write_bytes(b"no workbook")
    (tmp_path / "incoming" / "~writing.csv").write_text("", "utf-8")
    told = answer_folder(settings, tmp_path)
    assert [name for name, _ in told] == ["a.xlsx", "b.csv"]
    assert (tmp_path / "answered" / "b" / ANSWER).is_file()
    assert (tmp_path / "done" / "b.csv").is_file()
    assert (tmp_path / "failed" / "a.xlsx").is_file()
    assert "无法作为核对请求读取" in (tmp_path / "failed" / "a.xlsx.txt").read_text("utf-8")
    assert [path.name for path in (tmp_path / "incoming").iterdir()] == ["~writing.csv"]
    assert answer_folder(settings, tmp_path) == []
    (tmp_path / "incoming" / "a.xlsx").write_bytes(b"another")
    answer_folder(settings, tmp_path)
    assert {"a-2.xlsx", "a-2.xlsx.txt", "a.xlsx", "a.xlsx.txt"} == {p.name for p in (tmp_path / "failed").iterdir()}


def test_same_report_same_bytes_in_one_process_or_two(answered: Any, tmp_path: Path) -> None:
    one = answered.reports[0]
    assert pdf(one) == pdf(one)
    jobs = [(tmp_path / f"{at}", one, pl.DataFrame({"项目": ["甲"]}), True) for at in range(2)]
    press(jobs, 1)
    assert (tmp_path / "0.pdf").read_bytes() == (tmp_path / "1.pdf").read_bytes() == pdf(one)
    assert (tmp_path / "0.xlsx").read_bytes() == (tmp_path / "1.xlsx").read_bytes()


def test_file_name_cannot_leave_its_folder_and_names_nobody() -> None:
    assert file_name(7, "../../etc/甲 1") == "00007-etc_1"
    assert valid_number(1) not in file_name(8, valid_number(1))
    assert file_name(9, "王一") == "00009"


def test_rows_on_a_second_sheet_are_not_passed_over(tmp_path: Path) -> None:
    rows = pl.DataFrame({"申请编号": ["A1"], "姓名": ["王"]})
    request = tmp_path / "request.xlsx"
    request.write_bytes(workbook([Sheet("甲", rows), Sheet("乙", pl.DataFrame({"备注": ["x"]})), Sheet("丙", rows)]))
    with pytest.raises(UsageError, match="第3张工作表"):
        read_request_file(request)


def test_request_without_a_row_and_folder_that_cannot_be_written(small_city: SmallCity, tmp_path: Path) -> None:
    settings = load(None, home=small_city.whole.home)
    (tmp_path / "empty.xlsx").write_bytes(template())
    with pytest.raises(UsageError, match=r"empty\.xlsx 只有表头，没有一行成员"):
        verify_file(settings, tmp_path / "empty.xlsx", tmp_path / "out", with_pdf=False)
    (tmp_path / "r.csv").write_text("申请编号,姓名\nA1,王一\n", "utf-8")
    for out in (tmp_path / "r.csv" / "out", Path("/dev/null/out")):
        with pytest.raises(UsageError, match="不能建立或写入"):
            verify_file(settings, tmp_path / "r.csv", out, with_pdf=False)


def test_home_without_a_night_is_told(tmp_path: Path) -> None:
    request = tmp_path / "r.csv"
    request.write_text("申请编号,姓名,与申请人关系,成员类别\nA1,王一,本人,共同生活\n", "utf-8")
    said = hedui("verify", str(request), "--out", str(tmp_path / "out"), "--home", str(tmp_path / "home"))
    assert said.code == 2
    assert "还没有发布过的夜" in said.err
    assert io.StringIO(said.err).read().count("Traceback") == 0
