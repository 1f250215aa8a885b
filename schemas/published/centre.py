"""Published: verify first, then pay; how sources answer; what they are asked to correct. Ours."""

from __future__ import annotations

import polars as pl

from schemas.published.words import Count, Day, Published, Text, Time, Yuan, about, codes, may, must

_STATES = "valid 有效,expired 已过复核期限,missing 没有报告或核对日期,not_delivered 未交付报告和核对日期"


class ReportStatus(Published):
    """Grain: one household row on aid (特困供养, 最低生活保障, 低保边缘, 刚性支出困难); the latest night only."""

    record_no: Text = must("救助家庭的业务流水号")
    household_no: Text = may("家庭编号")
    program: Text = must("救助类别")
    division_code: Text = may("区划代码")
    category: Text = may("分类", "A、B、C")
    approved_on: Day = may("批准日期")
    report_on: Day = may("认定所依据的核对报告日期")
    last_verified_on: Day = may("上次核对日期")
    months: Count = must("复核间隔月数", "按类别和分类;当地没有写明的用合同的12、6、3个月", ge=1)
    first_check: Text = codes(
        "先核后批",
        "before late stale missing not_delivered",
        "before 批准前已有报告,late 报告晚于批准,stale 批准时报告已过有效天数,missing 没有登记报告,"
        "not_delivered 未交付报告日期,无从判断",
    )
    report_age_days: Count = may("批准时报告已出具天数", "负数为批准后才出具")
    due_on: Day = may("下次复核最迟日期", "从上次核对日期起;没有核对日期为空")
    recheck: Text = codes(
        "复核",
        "planned overdue never not_delivered",
        "planned 未到期,overdue 已超期,never 没有核对日期,not_delivered 未交付核对日期",
    )
    report_until: Day = may("报告有效至", "从报告日期和上次核对日期中较晚的一个起")
    report_state: Text = codes("报告状态", "valid expired missing not_delivered", _STATES)

    Config = about("report_status", "核对报告与复核:在享救助家庭每条一行,批准前是否核对、何时应复核、报告是否有效")


class BenefitReports(Published):
    """Grain: one benefit in payment of 最低生活保障 or 特困供养; the latest night only."""

    record_no: Text = must("待遇发放对象的业务流水号")
    program: Text = must("待遇类别")
    household_no: Text = may("家庭编号", "记录未写的,按领取人所在的在享家庭")
    division_code: Text = may("区划代码")
    monthly_yuan: Yuan = may("月发放金额(元)")
    start_on: Day = may("起发日期")
    report_state: Text = codes(
        "报告状态", "valid expired missing not_delivered no_household", f"{_STATES},no_household 没有对应的在享家庭"
    )
    report_until: Day = may("报告有效至")

    Config = about("benefit_reports", "在发待遇与核对报告:每条在发的低保、特困待遇一行,是否有有效的核对报告")


class DeliveryTimes(Published):
    """Grain: one table of one delivered batch and revision. Days are nights, never the clock. All nights."""

    department: Text = must("部门")
    table_name: Text = must("表")
    batch_date: Day = must("批次日期")
    revision: Count = must("修订号", "0 为没有可用清单的批次", ge=0)
    status: Text = must("接收结论")
    requested_at: Time = may("申请时间")
    exported_at: Time = may("导出时间")
    received_on: Day = must("收到日期", "最早收到它的一夜")
    accepted_on: Day = may("采用日期", "最早采用它的一夜;未采用为空")
    minutes_to_export: Count = may("申请至导出分钟数")
    working_days: Count = may("申请至采用工作日数", "尚未采用的算到本夜,没有申请时间的为空", ge=0)
    limit_working_days: Count = may("反馈时限工作日", "政策参数;未知为空")
    breach: pl.Boolean = may("超过时限", "时限或申请时间未知为空")

    Config = about("delivery_times", "交付时效:每个批次每张表的申请、导出、收到、采用时间,是否超过反馈时限")


class SourceQuality(Published):
    """Grain: one delivered table, its newest delivery in force."""

    department: Text = must("部门")
    table_name: Text = must("表")
    batch_date: Day = must("在用批次")
    rows_in: Count = must("收到行数", ge=0)
    rows_loaded: Count = must("载入行数", ge=0)
    rows_quarantined: Count = must("隔离行数", ge=0)
    rows_superseded: Count = must("被取代行数", ge=0)
    rows_defective: Count = must("有读不出的选填值的行数", ge=0)
    key_cells: Count = must("关键列单元格数", "姓名和证号", ge=0)
    key_cells_empty: Count = must("关键列空单元格数", ge=0)
    references: Count = must("人员引用数", "在用的全部批次", ge=0)
    references_linked: Count = must("可关联的人员引用数", "证号有效,或已确定关联到其他记录", ge=0)
    references_likely: Count = must("疑似关联的人员引用数", ge=0)

    Config = about("source_quality", "来源质量:每张表在用批次的完整、有效、可关联的计数")


class CorrectionTickets(Published):
    """Grain: one ticket asking a department to correct one value of one row. No value is kept in it. All nights."""

    ticket_id: Text = must("更正单编号", unique=True)
    department: Text = must("部门")
    table_name: Text = must("表")
    batch_date: Day = must("批次日期")
    revision: Count = must("修订号", ge=0)
    row_number: Count = may("数据行号", "从1起,不含表头", ge=1)
    record_no: Text = may("业务流水号", "读不出时为空")
    column_name: Text = may("列", "整行有误时为空")
    kind: Text = codes("来由", "quarantine defect value", "quarantine 隔离的行,defect 读不出的值,value 人指出的值")
    found: Text = must("问题", "不含个人信息")
    sent_to: Text = must("请谁更正")
    opened_by: Text = must("提出人")
    opened_on: Day = must("提出日期")
    due_on: Day = may("最迟答复日期", "时限未知为空")
    answered_on: Day = may("答复日期")
    answer: Text = may("答复", "corrected 将更正或已更正,confirmed 确认无误,other 其他")
    answer_text: Text = may("答复内容")
    status: Text = codes(
        "状态",
        "open answered corrected removed confirmed",
        "open 待答复,answered 已答复而数据未变,corrected 后来的批次已更正,removed 后来的批次已无此行,"
        "confirmed 源方确认无误",
    )
    closed_in: Day = may("在哪个批次更正或撤下")
    overdue: pl.Boolean = must("超期未答复")

    Config = about("correction_tickets", "更正单:请部门更正的值,何时答复,在哪个批次更正;历夜全部")


MODELS = (ReportStatus, BenefitReports, DeliveryTimes, SourceQuality, CorrectionTickets)
