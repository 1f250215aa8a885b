"""Civil affairs (民政): households on assistance, benefits, and the registers that the bureau keeps itself.

Columns, codes and required columns are those of docs/contract/exports.yaml; a test compares the two.
"""

from __future__ import annotations

from schemas import types
from schemas.types import Count, Day, Department, Month, Table, Text, Yuan, about, plain, prefixed

DEPARTMENT = Department(label="民政", order=1)

SEX = "男 女"
BENEFIT_PROGRAMS = (
    "最低生活保障 特困供养 特困照料护理费 高龄津贴 养老服务补贴 "
    "困难残疾人生活补贴 重度残疾人护理补贴 孤儿基本生活费 事实无人抚养儿童基本生活费 采暖补贴"
)

PARENT_STATUSES = "死亡 失踪 重残 重病 服刑 强制戒毒 失联 撤销监护 遣送 正常"


class Households(Table):
    """救助家庭. Grain: one household in one program. `household_no` is unique within a program only."""

    record_no: Text = types.serial("业务流水号")
    household_no: Text = types.text("家庭编号", required=True)
    program: Text = types.codes("救助类别", "特困供养 最低生活保障 低保边缘 刚性支出困难 临时救助", required=True)
    status: Text = types.codes("状态", "申请中 在享 停发 已退出", required=True)
    applied_on: Day = types.day("申请日期", required=True)
    approved_on: Day = types.day("批准日期")
    ended_on: Day = types.day("退出日期")
    division_code: Text = types.division("村居代码", required=True)
    address: Text = types.text("家庭住址")
    declared_income_yuan_month: Yuan = types.yuan("申报家庭月收入", unit="元/月")
    declared_deposits_yuan: Yuan = types.yuan("申报金融资产")
    declared_home_count: Count = types.count("申报住房套数", unit="套")
    handler_no: Text = types.text("经办人编号")
    residence: Text = types.codes("城乡", "城镇 农村")
    category: Text = types.codes("分类", "A B C")
    last_verified_on: Day = types.day("上次核对日期")
    valid_until: Day = types.day("有效期至")
    registered_members: Count = types.count("登记人数", unit="人")
    report_on: Day = types.day("认定核对报告日期")

    Config = about("households", "救助家庭", "state")


class HouseholdMembers(Table):
    """家庭成员. Grain: one person of one household; 法定义务人 live elsewhere and do not count as members."""

    record_no: Text = types.serial("业务流水号")
    household_no: Text = types.text("家庭编号", required=True)
    name: Text = types.name("姓名", required=True)
    id_number: Text = types.id_number("公民身份号码")
    sex: Text = types.codes("性别", SEX)
    birth_date: Day = types.day("出生日期")
    relation: Text = types.codes("与申请人关系", "本人 配偶 子 女 父母 祖父母 孙子女 兄弟姐妹 其他", required=True)
    member_kind: Text = types.codes("成员类别", "共同生活 法定义务人", required=True)
    declared_work: Text = types.codes("申报就业状况", "在业 灵活就业 失业 退休 在校 务农 无劳动能力")
    declared_income_yuan_month: Yuan = types.yuan("申报月收入", unit="元/月")
    phone: Text = types.phone("联系电话")

    Config = about("household_members", "家庭成员", "state", plain("member", "sex", "birth_date"))


class Authorisations(Table):
    """核对授权书. Grain: one signed authorisation of one person of one household, for one purpose."""

    record_no: Text = types.serial("业务流水号")
    household_no: Text = types.text("家庭编号", required=True)
    name: Text = types.name("姓名", required=True)
    id_number: Text = types.id_number("公民身份号码")
    purpose: Text = types.codes(
        "用途", "社会救助 养老服务 残疾人补贴 法律援助 收养评估 慈善帮扶 住房保障", required=True
    )
    signed_on: Day = types.day("签署日期", required=True)
    valid_until: Day = types.day("有效期至")
    signed_by: Text = types.codes("签署方式", "本人 监护人 委托人", required=True)
    revoked_on: Day = types.day("撤销日期")

    Config = about("authorisations", "核对授权书", "state", plain("signatory"))


class Benefits(Table):
    """待遇发放对象. Grain: one benefit granted to one recipient. `household_no` is empty for benefits of a person."""

    record_no: Text = types.serial("业务流水号")
    program: Text = types.codes("待遇类别", BENEFIT_PROGRAMS, required=True)
    household_no: Text = types.text("家庭编号")
    name: Text = types.name("姓名", required=True)
    id_number: Text = types.id_number("公民身份号码")
    monthly_yuan: Yuan = types.yuan("月发放金额", required=True, unit="元/月")
    persons: Count = types.count("发放人数", unit="人")
    start_on: Day = types.day("起发日期", required=True)
    end_on: Day = types.day("停发日期")
    division_code: Text = types.division("村居代码", required=True)
    support_mode: Text = types.codes("供养方式", "集中 分散")
    bank_account: Text = types.text("收款账号")
    account_holder: Text = types.text("账户户名")
    care_grade: Text = types.codes("照料护理等级", "全护理 半护理 全自理")
    assessed_on: Day = types.day("自理能力评估日期")
    care_agreement_on: Day = types.day("照护协议签订日期")
    wishes_institution: Text = types.codes("集中供养意愿", "愿意 不愿意")

    Config = about("benefits", "待遇发放对象", "state", plain("recipient"))


class Payments(Table):
    """发放明细. Grain: one payment attempt for one recipient, program and month; a failed one may be sent again."""

    record_no: Text = types.serial("业务流水号")
    program: Text = types.codes("待遇类别", BENEFIT_PROGRAMS, required=True)
    household_no: Text = types.text("家庭编号")
    name: Text = types.name("姓名", required=True)
    id_number: Text = types.id_number("公民身份号码")
    period: Month = types.month("发放月份", required=True)
    paid_yuan: Yuan = types.yuan("发放金额", required=True)
    paid_on: Day = types.day("发放日期", required=True)
    result: Text = types.codes("发放结果", "成功 失败 退回", required=True)
    bank_account: Text = types.text("收款账号")
    account_holder: Text = types.text("账户户名")

    Config = about("payments", "发放明细", "event", plain("recipient"))


class Marriages(Table):
    """婚姻登记. Grain: one registration act (marriage or divorce) of two persons."""

    record_no: Text = types.serial("业务流水号")
    event: Text = types.codes("业务类型", "结婚登记 离婚登记", required=True)
    registered_on: Day = types.day("登记日期", required=True)
    husband_name: Text = types.name("男方姓名", required=True)
    husband_id_number: Text = types.id_number("男方身份证号")
    wife_name: Text = types.name("女方姓名", required=True)
    wife_id_number: Text = types.id_number("女方身份证号")

    Config = about("marriages", "婚姻登记", "event", prefixed("husband"), prefixed("wife"))


class Deaths(Table):
    """殡葬火化. Grain: one cremation or burial record of one deceased."""

    record_no: Text = types.serial("业务流水号")
    name: Text = types.name("逝者姓名", required=True)
    id_number: Text = types.id_number("逝者身份证号")
    sex: Text = types.codes("性别", SEX)
    birth_date: Day = types.day("出生日期")
    died_on: Day = types.day("死亡日期", required=True)
    cremated_on: Day = types.day("火化日期")
    facility: Text = types.text("殡仪馆")
    division_code: Text = types.division("户籍区划")

    Config = about("deaths", "殡葬火化", "event", plain("deceased", "sex", "birth_date"))


class StaffRelatives(Table):
    """经办人员近亲属备案. Grain: one relative put on file by one handler of assistance."""

    record_no: Text = types.serial("业务流水号")
    handler_no: Text = types.text("经办人编号", required=True)
    handler_name: Text = types.name("经办人姓名", required=True)
    handler_id_number: Text = types.id_number("经办人身份证号")
    relative_name: Text = types.name("近亲属姓名", required=True)
    relative_id_number: Text = types.id_number("近亲属身份证号")
    relation: Text = types.text("亲属关系")
    filed_on: Day = types.day("备案日期")
    visited_on: Day = types.day("县级入户核查日期")

    Config = about("staff_relatives", "经办人员近亲属备案", "state", prefixed("handler"), prefixed("relative"))


class VillageOfficials(Table):
    """村居委成员. Grain: one post held by one person in one village or residents' committee."""

    record_no: Text = types.serial("业务流水号")
    name: Text = types.name("姓名", required=True)
    id_number: Text = types.id_number("公民身份号码")
    post: Text = types.text("职务", required=True)
    division_code: Text = types.division("村居代码", required=True)
    from_on: Day = types.day("任职日期", required=True)
    until_on: Day = types.day("离任日期")

    Config = about("village_officials", "村居委成员", "state", plain("official"))


class TemporaryAid(Table):
    """临时救助. Grain: one grant of temporary aid."""

    record_no: Text = types.serial("业务流水号")
    household_no: Text = types.text("家庭编号")
    name: Text = types.name("姓名", required=True)
    id_number: Text = types.id_number("公民身份号码")
    cause: Text = types.codes("救助事由", "疾病 意外 火灾 教育 失业 其他", required=True)
    happened_on: Day = types.day("急难发生日期")
    approved_on: Day = types.day("批准日期", required=True)
    mode: Text = types.codes("救助方式", "急难型 支出型 小额先行", required=True)
    amount_yuan: Yuan = types.yuan("救助金额", required=True)
    division_code: Text = types.division("受理区划", required=True)

    Config = about("temporary_aid", "临时救助", "event", plain("recipient"))


class Disabilities(Table):
    """残疾人证. Grain: one disability card of one holder."""

    record_no: Text = types.serial("业务流水号")
    name: Text = types.name("姓名", required=True)
    id_number: Text = types.id_number("公民身份号码")
    sex: Text = types.codes("性别", SEX)
    category: Text = types.codes("残疾类别", "视力 听力 言语 肢体 智力 精神 多重", required=True)
    grade: Text = types.codes("残疾等级", "一级 二级 三级 四级", required=True)
    issued_on: Day = types.day("发证日期")
    valid_until: Day = types.day("有效期至")
    status: Text = types.codes("证件状态", "有效 注销 过期", required=True)
    division_code: Text = types.division("村居代码")

    Config = about("disabilities", "残疾人证", "state", plain("holder", "sex"))


class Children(Table):
    """儿童福利台账. Grain: one child in one welfare category, with the parents as far as known."""

    record_no: Text = types.serial("业务流水号")
    name: Text = types.name("儿童姓名", required=True)
    id_number: Text = types.id_number("儿童身份证号")
    category: Text = types.codes("类别", "孤儿 事实无人抚养儿童 困境儿童 留守儿童", required=True)
    father_name: Text = types.name("父亲姓名")
    father_id_number: Text = types.id_number("父亲身份证号")
    mother_name: Text = types.name("母亲姓名")
    mother_id_number: Text = types.id_number("母亲身份证号")
    registered_on: Day = types.day("登记日期")
    division_code: Text = types.division("村居代码")
    father_status: Text = types.codes("父亲状况", PARENT_STATUSES)
    father_status_since: Day = types.day("父亲状况起始日期")
    mother_status: Text = types.codes("母亲状况", PARENT_STATUSES)
    mother_status_since: Day = types.day("母亲状况起始日期")
    adopted_on: Day = types.day("被收养日期")
    guardian_name: Text = types.text("监护人姓名")

    Config = about("children", "儿童福利台账", "state", plain("child"), prefixed("father"), prefixed("mother"))


class ElderCare(Table):
    """特殊困难老年人探访. Grain: one elder in one visiting category, with the last visit."""

    record_no: Text = types.serial("业务流水号")
    name: Text = types.name("姓名", required=True)
    id_number: Text = types.id_number("公民身份号码")
    category: Text = types.codes("老人类别", "独居 空巢 留守 失能 重残 高龄 特困 计生特殊家庭", required=True)
    info_collected_on: Day = types.day("信息采集日期")
    last_visit_on: Day = types.day("最近探访日期")
    division_code: Text = types.division("村居代码", required=True)
    ability_level: Text = types.codes("能力评估等级", "能力完好 轻度失能 中度失能 重度失能 完全失能")

    Config = about("elder_care", "特殊困难老年人探访", "state", plain("elder"))
