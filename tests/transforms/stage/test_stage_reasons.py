"""What people read about a cell that gave no value."""

from __future__ import annotations

import polars as pl
import pytest

from schemas.catalogue import ColumnSpec
from transforms.stage.reasons import check_name, reason


@pytest.mark.parametrize(
    ("kind", "text", "check", "sentence"),
    [
        ("text", " ", "missing", "必填项“某项”为空"),
        ("date", "无", "missing", "必填项“某项”为空"),
        ("serial", "9" * 40, "too_long", "“某项”超过32个字符"),
        ("date", "2024-13-45", "unreadable", "“某项”不是可识别的日期(形似日期,但写法不符,或历法上没有这一天)"),
        ("date", "待定", "unreadable", "“某项”不是可识别的日期(内容为2个字符,含汉字)"),
        ("month", "20241345", "unreadable", "“某项”不是可识别的年月(形似日期,但写法不符,或历法上没有这一天)"),
        ("yuan", "-3", "unreadable", "“某项”不是可识别的金额(为负数)"),
        ("yuan", "12.345", "unreadable", "“某项”不是可识别的金额(小数位数过多,或数值过大)"),
        ("yuan", "0.12万元", "unreadable", "“某项”不是可识别的金额(带有万、千等数量单位)"),
        ("yuan", "9" * 20, "unreadable", "“某项”不是可识别的金额(数值过大)"),
        ("yuan", "12,3a", "unreadable", "“某项”不是可识别的金额(内容为5个字符,含字母)"),
        ("percent", "100.5", "unreadable", "“某项”不是0到100之间的百分比(数值过大)"),
        ("percent", "1/2", "unreadable", "“某项”不是0到100之间的百分比(内容为3个字符,含其他符号)"),
        ("division12", "9999010", "unreadable", "“某项”不是6、9或12位数字的区划代码(内容为7位数字)"),
        ("code", "其它类别", "code", "“某项”不在代码表内(内容为4个字符,含汉字,应为:甲、乙)"),
    ],
)
def test_reason(kind: str, text: str, check: str, sentence: str) -> None:
    column = ColumnSpec("x", "某项", kind, required=True, codes=("甲", "乙") if kind == "code" else ())
    cell = pl.DataFrame({"x": [text]}).select(
        check_name(pl.col("x"), column).alias("c"), reason(pl.col("x"), column).alias("r")
    )
    assert cell.row(0) == (check, sentence)
