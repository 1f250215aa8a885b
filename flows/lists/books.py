"""The workbooks of `hedui lists`, read from the published file."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from flows.published import File
from flows.workbook import Sheet
from transforms.masking import mask_id_number

_AFTER_DEATH = """
SELECT
    named.付款方, named.项目, named.业务流水号, named.姓名, persons.id_number AS 公民身份号码,
    named.死亡日期, named.起始日期,
    named.死亡次月起已发次数, named."死亡次月起已发金额(元)", named.确定程度, named.首次列入, named.本夜新列入
FROM 身后名单 AS named LEFT JOIN persons ON named.人员键 = persons.person_key
ORDER BY named.付款方, named.本夜新列入 DESC, named.死亡日期, named.业务流水号
"""
_VISITS = """
SELECT visits.乡镇代码, coalesce(place.full_name, visits.乡镇代码, '乡镇不明') AS 乡镇, visits.区划, visits.姓名,
    persons.id_number AS 公民身份号码, visits.类别, visits.最近探访, visits.应于, visits.已逾期
FROM 老年人_待探访 AS visits
LEFT JOIN persons ON visits.人员键 = persons.person_key
LEFT JOIN divisions_now AS place ON visits.乡镇代码 = place.code
ORDER BY 乡镇, visits.已逾期 DESC, visits.应于, visits.区划, visits.姓名, visits.人员键
"""
_MISSING = """
SELECT
    missing.乡镇代码, coalesce(place.full_name, missing.乡镇代码, '乡镇不明') AS 乡镇,
    missing.事项, missing.类别, missing.区划, missing.姓名, persons.id_number AS 公民身份号码, missing.情况
FROM 应知尽知_未落实 AS missing
LEFT JOIN persons ON missing.人员键 = persons.person_key
LEFT JOIN divisions_now AS place ON missing.乡镇代码 = place.code
WHERE missing.事项 <> '老年人探访'
ORDER BY 乡镇, missing.事项, missing.类别, missing.区划, missing.姓名, missing.人员键
"""
_COVERAGE = "SELECT * FROM 应知尽知_覆盖率 ORDER BY 事项, 类别, 乡镇"


def books_of(file: File) -> dict[str, Sequence[Sheet]]:
    """Workbooks by name. Numbers of people are masked: a payer finds the record by its own number."""
    dead = _masked(file, _AFTER_DEATH)
    visits, missing = _masked(file, _VISITS), _masked(file, _MISSING)
    note = f"截至 {file.night}。名单只提请核实,不是决定;疑似的先核实身份。"
    books: dict[str, Sequence[Sheet]] = {}
    for payer in dead["付款方"].unique().sort():
        books[f"身后名单_{payer}"] = [Sheet("身后名单", dead.filter(pl.col("付款方") == payer).drop("付款方"), note)]
    towns = pl.concat([visits["乡镇"], missing["乡镇"]]).unique().sort()
    for town in towns:
        own = [
            (title, frame.filter(pl.col("乡镇") == town).drop("乡镇", "乡镇代码"))
            for title, frame in (("待探访", visits), ("未落实", missing))
        ]
        name = f"走访名单_{_plain(town)}"
        while name in books:  # two places whose names differ by a mark alone
            name += "_"
        books[name] = [Sheet(title, frame, note) for title, frame in own]
    books["覆盖情况"] = [Sheet("覆盖情况", file.con.execute(_COVERAGE).pl(), note)]
    return books


def _masked(file: File, sql: str) -> pl.DataFrame:
    masked = pl.col("公民身份号码").map_elements(mask_id_number, return_dtype=pl.String())
    return file.con.execute(sql).pl().with_columns(masked)


def _plain(name: str) -> str:
    """A place's name as part of a file's name."""
    return "".join(letter for letter in name if letter.isalnum())
