"""The workbooks of `hedui lists`: every place has one of its own."""

from __future__ import annotations

import duckdb

from flows.lists.books import books_of
from flows.published import File

_FILE = """
CREATE TABLE runs AS SELECT DATE '2026-11-22' AS as_of;
CREATE TABLE persons AS SELECT 'P1' AS person_key, '999901198001010010' AS id_number;
CREATE TABLE divisions_now AS
SELECT * FROM (VALUES
    ('999901001', '石桥镇(东)'), ('999901002', '石桥镇东'), ('999901003', '柳林乡')) AS t (code, full_name);
CREATE TABLE "身后名单" AS
SELECT '民政' AS 付款方, '' AS 项目, '' AS 业务流水号, '' AS 姓名, 'P1' AS 人员键, DATE '2026-01-01' AS 死亡日期,
    DATE '2026-01-01' AS 起始日期, 1 AS 死亡次月起已发次数, 1 AS "死亡次月起已发金额(元)", '确定' AS 确定程度,
    DATE '2026-11-22' AS 首次列入, TRUE AS 本夜新列入;
CREATE TABLE "老年人_待探访" AS
SELECT code AS 乡镇代码, '' AS 区划, '某' AS 姓名, 'P1' AS 人员键, '高龄' AS 类别, NULL::DATE AS 最近探访,
    DATE '2026-11-22' AS 应于, FALSE AS 已逾期
FROM (VALUES ('999901001'), ('999901002'), ('999901003'), (NULL)) AS t (code);
CREATE TABLE "应知尽知_未落实" AS
SELECT '999901003' AS 乡镇代码, '' AS 事项, '' AS 类别, '' AS 区划, '' AS 姓名, 'P1' AS 人员键, '' AS 情况 LIMIT 0;
CREATE TABLE "应知尽知_覆盖率" AS SELECT '' AS 事项, '' AS 类别, '' AS 乡镇;
"""


def test_places_named_alike_but_for_a_mark_have_each_their_list() -> None:
    con = duckdb.connect(":memory:")
    con.execute(_FILE)
    books = books_of(File(con))
    assert set(books) == {
        *("身后名单_民政", "覆盖情况", "走访名单_柳林乡", "走访名单_乡镇不明"),
        *("走访名单_石桥镇东", "走访名单_石桥镇东_"),
    }
    visits = [sheets[0].frame for name, sheets in books.items() if name.startswith("走访")]
    assert sum(frame.height for frame in visits) == 4  # nobody's visit is lost
    assert all(set(frame["公民身份号码"]) == {"999***********0010"} for frame in visits)
