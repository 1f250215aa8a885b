"""Facts: what the departments' records say of persons and households, whichever department said it.

Grain of each fact is one delivered row (a marriage gives one for each side, a property one for each owner).
Every fact points at that row with `source_table` ("department.table") and `record_no`, so that an alert
can be followed back to the file. A column ending in `_key` names a person; its twin `_apart_key` names the
person who would stand there if links below *certain* were taken away (docs/decisions/0004).
"""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

TEXT = pl.String()
DAY = pl.Date()
YUAN = pl.Decimal(18, 2)
SQUARE_METRES = pl.Decimal(12, 4)
COUNT = pl.Int64()


class FactColumn(NamedTuple):
    """One column: its polars type and the Chinese comment that analysts see in DuckDB."""

    dtype: pl.DataType
    comment: str


class Fact(NamedTuple):
    """One fact table: Chinese comment and columns in order."""

    comment: str
    columns: dict[str, FactColumn]

    @property
    def polars_schema(self) -> dict[str, pl.DataType]:
        """Column name to polars type, in order."""
        return {name: column.dtype for name, column in self.columns.items()}


def _key(prefix: str, who: str) -> dict[str, FactColumn]:
    return {
        f"{prefix}_key": FactColumn(TEXT, f"{who}的人员键"),
        f"{prefix}_apart_key": FactColumn(TEXT, f"{who}的人员键(不采信“可能”级关联时)"),
    }


_POINTER = {
    "source_table": FactColumn(TEXT, "来源:部门.表"),
    "record_no": FactColumn(TEXT, "来源记录的业务流水号"),
}
_PERSON = _key("person", "当事人")


def _fact(comment: str, **columns: tuple[pl.DataType, str] | dict[str, FactColumn]) -> Fact:
    """Build a fact: pointer columns first; a dict value is a group of key columns put in place."""
    built = dict(_POINTER)
    for name, given in columns.items():
        built.update(given if isinstance(given, dict) else {name: FactColumn(*given)})
    return Fact(comment, built)


FACTS: dict[str, Fact] = {
    "household": _fact(
        "救助家庭(民政)",
        household_no=(TEXT, "家庭编号"),
        program=(TEXT, "救助类别"),
        status=(TEXT, "状态"),
        applied_on=(DAY, "申请日期"),
        approved_on=(DAY, "批准日期"),
        ended_on=(DAY, "退出日期"),
        division_code=(TEXT, "村居代码"),
        address=(TEXT, "家庭住址"),
        declared_income_yuan_month=(YUAN, "申报家庭月收入(元)"),
        declared_deposits_yuan=(YUAN, "申报金融资产(元)"),
        declared_home_count=(COUNT, "申报住房套数"),
        handler_no=(TEXT, "经办人编号"),
        residence=(TEXT, "城乡"),
        category=(TEXT, "分类"),
        last_verified_on=(DAY, "上次核对日期"),
        valid_until=(DAY, "有效期至"),
        registered_members=(COUNT, "登记人数"),
        report_on=(DAY, "认定所依据的核对报告日期"),
    ),
    "member": _fact(
        "家庭成员",
        household_no=(TEXT, "家庭编号"),
        person=_PERSON,
        relation=(TEXT, "与申请人关系"),
        member_kind=(TEXT, "成员类别"),
        declared_work=(TEXT, "申报就业状况"),
        declared_income_yuan_month=(YUAN, "申报月收入(元)"),
        phone=(TEXT, "联系电话"),
    ),
    "authorisation": _fact(
        "核对授权书",
        household_no=(TEXT, "家庭编号"),
        person=_PERSON,
        purpose=(TEXT, "用途"),
        signed_on=(DAY, "签署日期"),
        valid_until=(DAY, "有效期至"),
        signed_by=(TEXT, "签署方式"),
        revoked_on=(DAY, "撤销日期"),
    ),
    "benefit": _fact(
        "待遇发放对象",
        program=(TEXT, "待遇类别"),
        household_no=(TEXT, "家庭编号"),
        person=_PERSON,
        name=(TEXT, "本记录的领取人姓名"),
        monthly_yuan=(YUAN, "月发放金额(元)"),
        persons=(COUNT, "发放人数"),
        start_on=(DAY, "起发日期"),
        end_on=(DAY, "停发日期"),
        division_code=(TEXT, "村居代码"),
        support_mode=(TEXT, "供养方式"),
        bank_account=(TEXT, "收款账号"),
        account_holder=(TEXT, "账户户名"),
        care_grade=(TEXT, "照料护理等级"),
        assessed_on=(DAY, "自理能力评估日期"),
        care_agreement_on=(DAY, "照护协议签订日期"),
        wishes_institution=(TEXT, "集中供养意愿"),
    ),
    "payment": _fact(
        "发放明细",
        program=(TEXT, "待遇类别"),
        household_no=(TEXT, "家庭编号"),
        person=_PERSON,
        period=(DAY, "发放月份(当月第一日)"),
        paid_yuan=(YUAN, "发放金额(元)"),
        paid_on=(DAY, "发放日期"),
        result=(TEXT, "发放结果"),
        bank_account=(TEXT, "收款账号"),
        account_holder=(TEXT, "账户户名"),
    ),
    "marriage": _fact(
        "婚姻登记,每条登记男女双方各一行",
        event=(TEXT, "业务类型"),
        registered_on=(DAY, "登记日期"),
        side=(TEXT, "本行一方:husband 男方,wife 女方"),
        person=_PERSON,
        partner=_key("partner", "对方"),
    ),
    "death": _fact(
        "死亡记录",
        person=_PERSON,
        died_on=(DAY, "死亡日期"),
        cremated_on=(DAY, "火化日期"),
        division_code=(TEXT, "户籍区划"),
    ),
    "staff_relative": _fact(
        "经办人员近亲属备案",
        handler_no=(TEXT, "经办人编号"),
        handler=_key("handler", "经办人"),
        relative=_key("relative", "近亲属"),
        relation=(TEXT, "亲属关系"),
        filed_on=(DAY, "备案日期"),
        visited_on=(DAY, "县级入户核查日期"),
    ),
    "office": _fact(
        "村居委任职",
        person=_PERSON,
        post=(TEXT, "职务"),
        division_code=(TEXT, "村居代码"),
        from_on=(DAY, "任职日期"),
        until_on=(DAY, "离任日期"),
    ),
    "temporary_aid": _fact(
        "临时救助",
        household_no=(TEXT, "家庭编号"),
        person=_PERSON,
        cause=(TEXT, "救助事由"),
        happened_on=(DAY, "急难发生日期"),
        approved_on=(DAY, "批准日期"),
        mode=(TEXT, "救助方式"),
        amount_yuan=(YUAN, "救助金额(元)"),
        division_code=(TEXT, "受理区划"),
    ),
    "disability_card": _fact(
        "残疾人证",
        person=_PERSON,
        category=(TEXT, "残疾类别"),
        grade=(TEXT, "残疾等级"),
        issued_on=(DAY, "发证日期"),
        valid_until=(DAY, "有效期至"),
        status=(TEXT, "证件状态"),
        division_code=(TEXT, "村居代码"),
    ),
    "child": _fact(
        "儿童福利台账",
        person=_PERSON,
        father=_key("father", "父亲"),
        mother=_key("mother", "母亲"),
        category=(TEXT, "类别"),
        registered_on=(DAY, "登记日期"),
        division_code=(TEXT, "村居代码"),
        father_status=(TEXT, "父亲状况"),
        father_status_since=(DAY, "父亲状况起始日期"),
        mother_status=(TEXT, "母亲状况"),
        mother_status_since=(DAY, "母亲状况起始日期"),
        adopted_on=(DAY, "被收养日期"),
        guardian_name=(TEXT, "监护人姓名或机构名称"),
    ),
    "visit": _fact(
        "特殊困难老年人探访",
        person=_PERSON,
        category=(TEXT, "老人类别"),
        info_collected_on=(DAY, "信息采集日期"),
        last_visit_on=(DAY, "最近探访日期"),
        division_code=(TEXT, "村居代码"),
        ability_level=(TEXT, "能力评估等级"),
    ),
    "enrolment": _fact(
        "参保登记",
        person=_PERSON,
        scheme=(TEXT, "险种"),
        status=(TEXT, "参保状态"),
        employer=(TEXT, "单位名称"),
        base_yuan_month=(YUAN, "缴费基数(元/月)"),
        subsidised_category=(TEXT, "资助参保类别"),
        enrolled_on=(DAY, "参保日期"),
        division_code=(TEXT, "参保区划"),
    ),
    "medical_cost": _fact(
        "医疗费用结算",
        person=_PERSON,
        visit=(TEXT, "医疗类别"),
        settled_on=(DAY, "结算日期"),
        total_yuan=(YUAN, "总费用(元)"),
        fund_paid_yuan=(YUAN, "基金支付(元)"),
        medical_aid_yuan=(YUAN, "医疗救助支付(元)"),
        self_paid_yuan=(YUAN, "个人负担(元)"),
        valid=(TEXT, "有效标志"),
    ),
    "asset": _fact(
        "财产:不动产登记与商品房网签,每个权利人一行",
        owner_index=(pl.Int16(), "同一单元格内第几位权利人"),
        person=_PERSON,
        kind=(TEXT, "registered 登记,bought 网签买受,sold 网签出卖"),
        unit_no=(TEXT, "不动产单元号"),
        usage=(TEXT, "用途"),
        area_m2=(SQUARE_METRES, "建筑面积(平方米)"),
        share_percent=(SQUARE_METRES, "份额(%)"),
        price_yuan=(YUAN, "合同总价(元)"),
        on_date=(DAY, "登记时间或签约日期"),
        status=(TEXT, "权属状态"),
        acquired_by=(TEXT, "取得方式,仅登记"),
        built_on=(DAY, "竣工日期,仅登记"),
        ended_on=(DAY, "权属终止日期,仅登记"),
    ),
    "rental": _fact(
        "公租房与租赁补贴",
        person=_PERSON,
        kind=(TEXT, "保障方式"),
        address=(TEXT, "房屋地址"),
        area_m2=(SQUARE_METRES, "建筑面积(平方米)"),
        start_on=(DAY, "起始日期"),
        end_on=(DAY, "截止日期"),
        monthly_yuan=(YUAN, "月租金或补贴(元)"),
    ),
    "income": _fact(
        "收入:缴费基数、约定工资、养老金、失业保险金",
        person=_PERSON,
        kind=(TEXT, "contribution 缴费,employment 就业,pension 养老金,unemployment 失业金"),
        scheme=(TEXT, "险种或待遇类别"),
        month=(DAY, "费款所属期(当月第一日),仅缴费"),
        from_on=(DAY, "起始日期"),
        until_on=(DAY, "截止日期"),
        yuan_month=(YUAN, "月金额(元):缴费基数、约定月工资、月养老金或月失业保险金"),
        status=(TEXT, "缴费状态或待遇状态"),
        employer=(TEXT, "单位名称"),
    ),
    "aid_elsewhere": _fact(
        "外地的救助待遇:其他核对中心反馈的",
        person=_PERSON,
        program=(TEXT, "待遇类别"),
        yuan_month=(YUAN, "月金额(元)"),
        from_on=(DAY, "起始日期"),
        until_on=(DAY, "终止日期"),
        centre_code=(TEXT, "反馈单位区划"),
        request_no=(TEXT, "请求编号"),
        cutoff_on=(DAY, "数据截止日期"),
    ),
    "person_reference": _fact(
        "记录中的人员及其证号状态(家庭成员、待遇发放对象)",
        person_role=(TEXT, "人员角色"),
        owner_index=(pl.Int16(), "同一单元格内第几位"),
        person=_PERSON,
        number_state=(TEXT, "证号:empty 空,valid 有效,legacy15 十五位,invalid 无效"),
        number_holder=_key("number_holder", "该证号主要使用者"),
    ),
    "number_doubt": _fact(
        "证号有疑点的人员引用(各部门的表):无效号、十五位号、主要由他人使用、与本记录性别或出生不符、儿童台账和儿童待遇的号码",
        table_label=(TEXT, "来源表的中文名称"),
        person_role=(TEXT, "人员角色"),
        owner_index=(pl.Int16(), "同一单元格内第几位"),
        person=_PERSON,
        number_state=(TEXT, "证号:valid 有效,legacy15 十五位,invalid 无效"),
        number_holder=_key("number_holder", "该证号主要使用者"),
        candidate=_key("candidate", "更正一位数字或一处换位后该证号的使用者(只有一人,且姓名或出生、性别相符)"),
        name=(TEXT, "本记录的姓名(一格多人时为空)"),
        sex=(TEXT, "本记录的性别"),
        birth_date=(DAY, "本记录的出生日期;表中没有时取无效号或十五位号中的日期"),
        sex_differs=(pl.Boolean(), "性别与证号不符"),
        birth_days_off=(COUNT, "出生日期与证号相差的天数(正为本记录较晚);没有则为空"),
        declared_child=(pl.Boolean(), "登记为儿童:儿童福利台账的儿童、孤儿和事实无人抚养儿童待遇的领取人"),
        household_no=(TEXT, "家庭编号"),
        division_code=(TEXT, "区划代码"),
    ),
}

PERSON: Fact = Fact(
    "人员:关联到同一人的全部记录归为一人",
    {
        "person_key": FactColumn(TEXT, "人员键,一经产生永久不变,不由证号推出"),
        "name": FactColumn(TEXT, "姓名"),
        "id_number": FactColumn(TEXT, "公民身份号码(有效者)"),
        "sex": FactColumn(TEXT, "性别"),
        "birth_date": FactColumn(DAY, "出生日期"),
    },
)
