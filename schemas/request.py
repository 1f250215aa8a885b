"""A request for verification (核对请求): what an office writes into the workbook that it sends to the centre.

Not a delivery of a department, so it declares no DEPARTMENT and the registry leaves it out; read by the same stage.
"""

from __future__ import annotations

from schemas import types
from schemas.civil_affairs import SEX
from schemas.types import Count, Day, Department, Table, Text, Yuan, about, plain

REQUEST = Department(label="核对请求", order=0)
PURPOSES = "社会救助 养老服务 残疾人补贴 法律援助 收养评估 慈善帮扶 住房保障"
PROGRAMS = "最低生活保障 低保边缘 刚性支出困难"

HOUSEHOLD_COLUMNS = (
    *("purpose", "program", "applied_on", "requested_on", "household_no", "requester", "division_code", "residence"),
    *("address", "declared_income_yuan_month", "declared_deposits_yuan", "declared_home_count"),
)
"""What is said of the household: once, on any of its rows, or the same on several."""
GRANT_COLUMNS = ("grant_no", "signed_on", "valid_until", "revoked_on", "signed_by", "sources")
"""What is said of the authorisation of the row's person."""


class RequestMembers(Table):
    """核对请求. Grain: one member of one household, as a request names them; `request_no` is the household's."""

    record_no: Text = types.serial("行号")
    request_no: Text = types.text("申请编号", required=True)
    purpose: Text = types.codes("用途", PURPOSES)
    program: Text = types.codes("救助类别", PROGRAMS)
    applied_on: Day = types.day("申请日期")
    requested_on: Day = types.day("请求日期")
    household_no: Text = types.text("家庭编号")
    requester: Text = types.text("请求单位")
    division_code: Text = types.division("村居代码")
    residence: Text = types.codes("城乡", "城镇 农村")
    address: Text = types.text("家庭住址")
    declared_income_yuan_month: Yuan = types.yuan("申报家庭月收入", unit="元/月")
    declared_deposits_yuan: Yuan = types.yuan("申报金融资产")
    declared_home_count: Count = types.count("申报住房套数", unit="套")
    name: Text = types.name("姓名", required=True)
    id_number: Text = types.id_number("公民身份号码")
    sex: Text = types.codes("性别", SEX)
    birth_date: Day = types.day("出生日期")
    relation: Text = types.codes("与申请人关系", "本人 配偶 子 女 父母 祖父母 孙子女 兄弟姐妹 其他", required=True)
    member_kind: Text = types.codes("成员类别", "共同生活 法定义务人", required=True)
    declared_work: Text = types.codes("申报就业状况", "在业 灵活就业 失业 退休 在校 务农 无劳动能力")
    member_income_yuan_month: Yuan = types.yuan("申报月收入", unit="元/月")
    grant_no: Text = types.text("授权书编号")
    signed_on: Day = types.day("授权签署日期")
    valid_until: Day = types.day("授权有效期至")
    revoked_on: Day = types.day("授权撤销日期")
    signed_by: Text = types.codes("授权签署方式", "本人 监护人 委托人")
    sources: Text = types.text("授权范围")

    Config = about("request_members", "核对请求", "state", plain("member", "sex", "birth_date"))
