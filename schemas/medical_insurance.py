"""Medical insurance (医保): enrolments and settled bills.

Columns, codes and required columns are those of docs/contract/exports.yaml; a test compares the two.
"""

from __future__ import annotations

from schemas import types
from schemas.types import Day, Department, Table, Text, Yuan, about, plain

DEPARTMENT = Department(label="医保", order=2)


class Enrolments(Table):
    """参保登记. Grain: one enrolment of one person in one scheme."""

    record_no: Text = types.serial("业务流水号")
    name: Text = types.name("姓名", required=True)
    id_number: Text = types.id_number("证件号码")
    sex: Text = types.codes("性别", "男 女")
    birth_date: Day = types.day("出生日期")
    scheme: Text = types.codes("险种", "职工医保 居民医保", required=True)
    status: Text = types.codes("参保状态", "正常参保 暂停参保 终止参保", required=True)
    employer: Text = types.text("单位名称")
    base_yuan_month: Yuan = types.yuan("缴费基数", unit="元/月")
    subsidised_category: Text = types.codes("资助参保类别", "无 特困 低保 低保边缘 重残 监测对象")
    enrolled_on: Day = types.day("参保日期")
    address: Text = types.text("联系地址")
    division_code: Text = types.division("参保区划")

    Config = about("enrolments", "参保登记", "state", plain("insured", "sex", "birth_date"))


class Settlements(Table):
    """医疗费用结算. Grain: one settled bill; a refunded one stays with 退费."""

    record_no: Text = types.serial("结算流水号")
    name: Text = types.name("姓名", required=True)
    id_number: Text = types.id_number("证件号码")
    visit: Text = types.codes("医疗类别", "普通门诊 门诊慢特病 住院 定点药店", required=True)
    institution: Text = types.text("医药机构")
    settled_on: Day = types.day("结算日期", required=True)
    total_yuan: Yuan = types.yuan("总费用", required=True)
    fund_paid_yuan: Yuan = types.yuan("基金支付", required=True)
    medical_aid_yuan: Yuan = types.yuan("医疗救助支付")
    self_paid_yuan: Yuan = types.yuan("个人负担", required=True)
    valid: Text = types.codes("有效标志", "有效 退费", required=True)

    Config = about("settlements", "医疗费用结算", "event", plain("patient"))
