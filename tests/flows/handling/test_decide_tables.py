"""Tables that another system delivers: decisions and steps, taken row by row."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.flows.handling.office import TODAY, alert, standing
from tests.flows.nights import Nights, hedui, told


def write(path: Path, header: str, *rows: str, encoding: str = "utf-8") -> Path:
    path.write_text("\n".join((header, *rows)) + "\n", encoding)
    return path


@pytest.mark.parametrize(
    "encoding", [*(pytest.param(name, marks=pytest.mark.long) for name in ("utf-8", "utf-8-sig")), "gb18030"]
)
def test_the_table_of_another_system_is_taken_row_by_row(city: Nights, tmp_path: Path, encoding: str) -> None:
    (one, mark), (other, other_mark), (third, third_mark) = (alert(city, place) for place in range(3))
    header = "预警编号,处置代码,理由,决定人,决定日期,证据指纹,外部编号"
    day, earlier = TODAY.isoformat(), (TODAY - timedelta(days=2)).isoformat()
    rows = [
        f"{one},不属实-数据滞后,已核实,甲,{day},{mark},X1",
        f"{other},属实-停发,已核实,甲,{day},{other_mark},X2",
        f"{other},不属实-来源错误,已核实,甲,{day},{'0' * 32},X3",
        f"{third},属实-新增低保,已核实,甲,{day},{third_mark},X1",
        f"{third},属实-新增低保,已核实,甲,昨天,{third_mark},X5",
        f"{third},属实-新增低保,已核实,甲,{day},,X6",
        f"{third},属实-新增低保,已核实,甲",
        f"{third},属实-新增低保,已核实,甲,{earlier},{third_mark},X7",
    ]
    table = write(tmp_path / "decisions.csv", header, *rows, encoding=encoding)
    said = hedui("decide", "--file", table, "--home", city.home)
    assert said.code == 3
    lines = said.out.splitlines()
    assert lines[0] == "已记录决定 2 条，6 条未采用。"
    for line, why in zip(
        lines[1:], ("待独立核查", "已有变化", "X1 已有另一条", "无法识别", "没有证据指纹", "列数"), strict=True
    ):
        assert why in line
    assert [line.split()[1] for line in lines[1:]] == ["2", "3", "4", "5", "6", "7"]
    again = hedui("decide", "--file", table, "--home", city.home)
    assert again.out.splitlines()[0] == "已记录决定 0 条，2 条原已记录，6 条未采用。"
    city.run()
    assert standing(city) == [("holds",), ("holds",)]


def test_a_table_without_its_columns_is_told(city: Nights, tmp_path: Path) -> None:
    for header in ("预警编号,处置代码", "a,b"):
        table = write(tmp_path / "decisions.csv", header, "1,2")
        told(hedui("decide", "--file", table, "--home", city.home), 2, "docs/decisions-of-staff.md")


def test_steps_of_another_system_are_taken_in_order(city: Nights, tmp_path: Path) -> None:
    alert_id, mark = alert(city)
    then = (TODAY - timedelta(days=60)).isoformat()
    until = (TODAY - timedelta(days=30)).isoformat()
    rows = [
        f"{alert_id},核查,甲,{then},入户,{mark},",
        f"{alert_id},独立核查,甲,{then},入户,{mark},",
        f"{alert_id},notice,甲,{then},送达,{mark},{until}",
        f"{alert_id},review,甲,{then},送达,{mark},",
    ]
    table = write(tmp_path / "steps.csv", "alert_id,step,by,done_on,how,evidence_fingerprint,answer_by", *rows)
    said = hedui("process", "--file", table, "--home", city.home)
    assert said.out.splitlines()[0] == "已记录步骤 2 条，2 条未采用。"
    assert "不在规定之内" in said.out.splitlines()[1]
    assert "已告知" in said.out.splitlines()[2]
    again = hedui("process", "--file", table, "--home", city.home)
    assert again.out.splitlines()[0] == "已记录步骤 0 条，2 条原已记录，2 条未采用。"
