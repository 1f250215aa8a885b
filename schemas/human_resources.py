"""Human resources (人社): pension contributions, pensions, unemployment and employment.

Columns, codes and required columns are those of docs/contract/exports.yaml; a test compares the two.
"""

from __future__ import annotations

from schemas import types
from schemas.types import Day, Department, Month, Table, Text, Yuan, about, plain

DEPARTMENT = Department(label="人社", order=4)


class Contributions(Table):
    """社保缴费. Grain: one contribution of one person to one pension insurance for one month."""

    record_no: Text = types.serial("缴费流水号")
    name: Text = types.name("姓名", required=True)
    id_number: Text = types.id_number("证件号码")
    insurance: Text = types.codes("险种", "企业职工养老 机关事业养老 灵活就业养老 城乡居民养老", required=True)
    employer: Text = types.text("单位名称")
    employer_code: Text = types.text("统一社会信用代码")
    base_yuan_month: Yuan = types.yuan("缴费基数", required=True, unit="元/月")
    month: Month = types.month("费款所属期", required=True)
    paid_status: Text = types.codes("缴费状态", "已缴 欠缴 补缴", required=True)

    Config = about("contributions", "社保缴费", "event", plain("contributor"))


class Pensions(Table):
    """养老金待遇. Grain: one pension of one person."""

    record_no: Text = types.serial("业务流水号")
    name: Text = types.name("姓名", required=True)
    id_number: Text = types.id_number("证件号码")
    sex: Text = types.codes("性别", "男 女")
    birth_date: Day = types.day("出生日期")
    kind: Text = types.codes("待遇类别", "企业职工 机关事业 城乡居民", required=True)
    monthly_yuan: Yuan = types.yuan("月养老金", required=True, unit="元/月")
    start_on: Day = types.day("待遇起始日期", required=True)
    status: Text = types.codes("待遇状态", "在发 停发", required=True)

    Config = about("pensions", "养老金待遇", "state", plain("pensioner", "sex", "birth_date"))


class Unemployment(Table):
    """失业登记与失业金. Grain: one registration as unemployed, with its benefit if there is one."""

    record_no: Text = types.serial("业务流水号")
    name: Text = types.name("姓名", required=True)
    id_number: Text = types.id_number("证件号码")
    registered_on: Day = types.day("失业登记日期", required=True)
    benefit_yuan_month: Yuan = types.yuan("月失业保险金", unit="元/月")
    benefit_from: Day = types.day("领取起始")
    benefit_until: Day = types.day("领取截止")

    Config = about("unemployment", "失业登记与失业金", "state", plain("jobseeker"))


class Employments(Table):
    """就业登记. Grain: one employment of one person with one employer."""

    record_no: Text = types.serial("业务流水号")
    name: Text = types.name("姓名", required=True)
    id_number: Text = types.id_number("证件号码")
    employer: Text = types.text("用人单位", required=True)
    employer_code: Text = types.text("统一社会信用代码")
    started_on: Day = types.day("就业日期", required=True)
    ended_on: Day = types.day("离职日期")
    wage_yuan_month: Yuan = types.yuan("约定月工资", unit="元/月")

    Config = about("employments", "就业登记", "state", plain("employee"))
