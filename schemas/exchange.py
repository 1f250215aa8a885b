"""Other centres (异地核对): what a county, city or province elsewhere answers about people with records there.

Nobody delivers it nightly: an answer comes when something was asked (docs/exchange.md). Columns, codes and required
columns are those of docs/contract/exports.yaml; a test compares the two.
"""

from __future__ import annotations

from schemas import types
from schemas.types import Day, Department, Measure, Month, Table, Text, Yuan, about, plain

DEPARTMENT = Department(label="异地核对", order=5, nightly=False)

ITEMS = "不动产 养老金 社会保险缴费 就业登记 死亡 救助待遇"
RESULTS = "查得 疑似 未查得 未查询 未反馈 数据异常"


class Answers(Table):
    """异地核对反馈. Grain: one record found, or one item of one person that was not found, in answer to one request."""

    record_no: Text = types.serial("反馈流水号")
    request_no: Text = types.text("请求编号", required=True)
    person_no: Text = types.text("人员序号", required=True)
    centre_code: Text = types.division("反馈单位区划", required=True)
    name: Text = types.name("姓名", required=True)
    id_number: Text = types.id_number("公民身份号码")
    item: Text = types.codes("核对项目", ITEMS, required=True)
    result: Text = types.codes("核对结果", RESULTS, required=True)
    cutoff_on: Day = types.day("数据截止日期")
    answered_on: Day = types.day("反馈日期", required=True)
    category: Text = types.text("险种或类别")
    state: Text = types.text("状态")
    employer: Text = types.text("单位名称")
    from_on: Day = types.day("起始或登记日期")
    until_on: Day = types.day("终止日期")
    month: Month = types.month("费款所属期")
    yuan_month: Yuan = types.yuan("月金额", unit="元/月")
    unit_no: Text = types.text("不动产单元号")
    usage: Text = types.codes("用途", "住宅 商业 办公 车位 宅基地 其他")
    area_m2: Measure = types.area("建筑面积")
    share_percent: Measure = types.percent("份额")
    died_on: Day = types.day("死亡日期")

    Config = about("answers", "异地核对反馈", "event", plain("subject"))
