"""Published: what the centre owes the old, children and the disabled, who is missed, and who is paid after death.

All of it is ours, of the latest night. A list asks somebody to look or to visit; nothing follows from it by itself.
"""

from __future__ import annotations

import polars as pl

from schemas.published.words import Count, Day, Published, Text, Yuan, about, may, must


class CareList(Published):
    """Grain: one person in one class of one topic, by record where a register has several."""

    topic: Text = must("事项", "老年人信息采集、老年人探访、父母双缺儿童、重度残疾人护理补贴、困难残疾人生活补贴")
    class_: Text = must("类别", "老年人为八类之一,儿童为台账类别,残疾人为残疾等级", alias="class")
    person_key: Text = must("人员键")
    source_table: Text = may("来源:部门.表", "台账中没有此人时为空")
    record_no: Text = may("来源记录的业务流水号", "同上")
    household_no: Text = may("家庭编号")
    division_code: Text = may("区划代码")
    township: Text = may("乡镇代码", "九位")
    covered: pl.Boolean = may("已落实", "空:当地没有规定,无从得知")
    state: Text = must("情况")
    last_on: Day = may("最近一次", "信息采集或探访的日期")
    due_on: Day = may("应于", "探访:这一天以前")

    Config = about("care_list", "应知尽知清单:老年人、儿童、残疾人各事项应有的人,及是否已落实")


class CareCoverage(Published):
    """Grain: one class of one topic in one township; over all classes, and over all townships."""

    topic: Text = must("事项")
    class_: Text = must("类别", "全部:该事项各类,每人计一次", alias="class")
    township: Text = may("乡镇代码", "空:全部乡镇")
    people: Count = must("应有人数", ge=0)
    covered: Count = must("已落实人数", ge=0)
    missing: Count = must("未落实人数", ge=0)
    unknown: Count = must("无从得知人数", "当地没有规定", ge=0)
    rate: pl.Float64 = may("覆盖率", "已落实÷(应有-无从得知);空:无从得知,不是全部落实", ge=0, le=1)

    Config = about("care_coverage", "覆盖情况:目标为应知尽知、应享尽享,未落实的人见 care_list")


class HeatingAverage(Published):
    """Grain: one policy place and kind of residence in its heating season."""

    locality: Text = must("政策所在地", "区划代码前缀")
    residence: Text = must("城乡", "不分时为空文本")
    season_from: Day = must("采暖季第一日")
    households_paid: Count = must("本季已发户数", ge=0)
    paid_yuan: Yuan = must("本季已发金额(元)")
    average_yuan: Yuan = may("户均(元)", "四舍五入到分;一户也没有发时为空")
    target_yuan: Yuan = may("当地户均标准(元)", "当地没有写明时为空")
    on_target: pl.Boolean = may("达到", "户均不低于当地标准;无从得知时为空")
    households_missing: Count = must("应发未发户数", "规则LB-18所发现", ge=0)

    Config = about("heating_average", "采暖补贴户均额:只在采暖季有;当地没有写明标准的不作判断")


class AfterDeath(Published):
    """Grain: one running payment or insurance of one dead person, by payer."""

    payer: Text = must("付款方")
    item: Text = must("项目")
    source_table: Text = must("来源:部门.表")
    record_no: Text = must("来源记录的业务流水号")
    person_key: Text = must("人员键")
    household_no: Text = may("家庭编号")
    division_code: Text = may("区划代码")
    since: Day = may("起始日期")
    died_on: Day = must("死亡日期", "多条记录取最早")
    death_table: Text = must("死亡记录的来源:部门.表")
    death_record_no: Text = must("死亡记录的业务流水号")
    payments_after: Count = may("死亡次月起已发次数", "只有民政交付发放明细;其余付款方为空", ge=0)
    paid_after_yuan: Yuan = may("死亡次月起已发金额(元)", "同上")
    confidence: Text = must(
        "确定程度", "certain 确定,likely 疑似:身份尚未核实,不得据以停发", isin=["certain", "likely"]
    )
    listed_on: Day = must("首次列入", "基准日;等于本夜即本夜新列入")

    Config = about("after_death", "身后名单:已知死亡而仍在发、仍在保的,按付款方;须由付款方核实后办理")


MODELS = (CareList, CareCoverage, HeatingAverage, AfterDeath)
"""In the order in which they are published."""
