"""Published alerts: what data says of each, what becomes of it for people, the sheets staff get, and all that happened.

Names and meanings in docs/contract/warehouse.yaml stay for ever; the other columns and tables are ours.
"""

from __future__ import annotations

from typing import Any

import polars as pl

from schemas.published.words import Count, Day, Published, Text, Texts, about, codes, may, must

LIFE = {
    "new": "新增",
    "ongoing": "持续",
    "reopened": "再现",
    "frozen": "冻结",
    "resolved": "数据已消除",
    "closed": "已办结",
    "merged": "已并入",
}
"""What becomes of an alert, in one word for people."""

HELD_BACK = {
    "decided": "处置决定有效",
    "merged": "并入另一条",
    "source": "本夜无法核对",
    "disputed": "异议待了结",
    "death": "先核实死亡",
    "subsumed": "随另一条一并核实",
    "application": "随在办申请核对",
    "cap": "本周蓝色已满",
    "wave": "排队分批",
}
"""Why an open alert is not put before staff tonight, the first that applies in this order."""

EVENTS = {
    "appeared": "首次出现",
    "changed": "内容变化",
    "resolved": "数据已消除",
    "reopened": "再次出现",
    "frozen": "冻结",
    "thawed": "解冻",
    "closed": "处置决定生效",
    "lapsed": "处置决定失效",
    "merged": "并入",
    "unmerged": "并入取消",
    "shown": "交工作人员",
    "held_back": "暂不交工作人员",
}
"""What can happen to an alert in a night."""

OVERDUE = {"none": "未逾期", "respond": "逾期未响应", "close": "逾期未办结"}
ESCALATION = {"supervisor": "报分管负责人", "director": "报主要负责人"}


def _meaning(words: dict[str, str]) -> str:
    return ",".join(f"{code} {text}" for code, text in words.items())


def _code(title: str, words: dict[str, str], more: str = "") -> Any:
    return must(title, _meaning(words) + more, isin=list(words))


def _maybe_code(title: str, words: dict[str, str], more: str = "") -> Any:
    return may(title, _meaning(words) + more, isin=list(words))


class AlertStates(Published):
    """Grain: one alert for ever, one rule on one anchor record: what data alone says of it (transforms/alerts.py)."""

    alert_id: Text = must("预警编号", "由规则与锚定记录确定,逐夜不变", unique=True, str_matches=r"^A[0-9a-f]{20}$")
    rule_id: Text = must("规则编号")
    rule_version: Count = may("规则版本", "最近一次发现时")
    level: Text = codes("等级", "red yellow blue", "red 红,yellow 黄,blue 蓝;疑似一律为蓝")
    state: Text = codes(
        "状态", "new ongoing resolved reopened", "new 新增,ongoing 持续,resolved 已消除,reopened 再次出现"
    )
    frozen: pl.Boolean = must("冻结", "所依据的数据本夜未能读到;冻结期间不会消除")
    frozen_reason: Text = may("冻结原因")
    anchor_table: Text = must("锚定记录的部门.表")
    anchor_record_no: Text = must("锚定记录的业务流水号")
    person_key: Text = may("人员键")
    household_no: Text = may("家庭编号")
    program: Text = may("类别")
    division_code: Text = may("区划代码", "家庭所在;没有家庭时为锚定记录所在")
    first_seen: Day = must("首次发现", "夜次的基准日")
    last_seen: Day = must("最近发现", "规则最近一次成立的夜次")
    last_confirmed: Day = may("最近确认", "最近一次在所需数据齐全的夜次成立")
    opened_on: Day = must("本轮起始", "首次发现或最近一次再次出现的夜次")
    resolved_on: Day = may("消除日期", "只在已消除时有值")
    times_reopened: Count = must("再次出现次数", ge=0)
    due_on: Day = must("办结期限", "自本轮起始起:红5、黄15、蓝30个工作日(项目默认值)")
    confidence: Text = codes("确定程度", "certain likely", "certain 确定,likely 可能:须先核实身份")
    title: Text = must("标题")
    explanation: Text = must("说明")
    evidence: Text = must("证据", "JSON 数组:source_table, record_no, what, value, on")
    evidence_fingerprint: Text = must("证据指纹", "证据不变则不变")
    changed_since_last: Text = may("与上次相比", "证据、等级或确定程度的变化;没有变化为空")
    rests_on: Texts = must("所依据的记录", "部门.表#业务流水号")

    Config = about("alert_states", "预警的状态")


class Alerts(AlertStates):
    """Grain: one alert for ever, that is one rule on one anchor record; what people see of it (transforms/handling)."""

    township_text: Text = must("乡镇所见", "乡镇读到的说明;医疗明细等不在其中")
    life: Text = _code("处境", LIFE, ";先后:已并入、已办结、已消除、冻结、状态")
    merged_into: Text = may("并入", "身份合并后同一人的同一问题,并入的预警编号;身份再拆分即取消")
    shown: pl.Boolean = must("本夜交办", "本夜摆在工作人员面前;不影响状态")
    held_back: Text = _maybe_code("暂缓缘由", HELD_BACK, ";交办的和已消除的为空")
    held_back_under: Text = may("暂缓于", "并入、先核实或一并核实的那条预警编号")
    held_back_why: Text = may("暂缓说明")
    decision_id: Text = may("决定编号", "本夜仍有效的处置决定")
    disposition: Text = may("处置结果", "本夜仍有效的处置决定")
    dispatched_on: Day = may("交办日期", "本轮首次交工作人员的夜次;尚未交办为空")
    sheet_id: Text = may("派办单号", "交办那一夜的派办单")
    wave: Count = may("批次", "积压分批派发的第几批,仍在等候的为预计;不属于积压的为空", ge=1)
    respond_by: Day = may("响应期限", "自交办日期起:红1、黄3、蓝10个工作日(可由政策参数改)")
    close_by: Day = may("办结期限(交办起)", "自交办日期起:红5、黄15、蓝30个工作日(可由政策参数改)")
    due_provisional: pl.Boolean = may(
        "期限暂定", "期限所跨年份的放假调休尚未公布或本程序尚未收录,按周一至周五算;见 calendar_days"
    )
    overdue: Text = _code("逾期", OVERDUE, ";只看本夜交办的")
    escalation: Text = _maybe_code("提级", ESCALATION, ";按逾期工作日数;只是提醒,不改变待遇")
    seen_change: Text = may("自上次交办以来", "与上一次摆在工作人员面前时相比的变化;没有变化为空")

    Config = about("alerts", "预警:每条规则对每条锚定记录永远只有一行;预警是提问,不停发也不追缴")


class DispatchSheets(Published):
    """Grain: one household (else person, else record) and night with newly shown alerts. All nights."""

    sheet_id: Text = must("派办单号", "由夜次和对象确定", unique=True, str_matches=r"^D[0-9a-f]{16}$")
    night: Day = must("夜次", "基准日")
    township: Text = may("乡镇街道", "区划代码前9位;没有区划为空")
    division_code: Text = may("区划代码")
    household_no: Text = may("家庭编号")
    person_key: Text = may("人员键", "没有家庭编号时的当事人")
    level: Text = codes("最高等级", "red yellow blue", "red 红,yellow 黄,blue 蓝")
    need: pl.Boolean = must("含需求信号", "漏保、主动发现类")
    wave: Count = may("批次", "积压的第几批", ge=1)
    alerts: Count = must("预警数", ge=1)
    alert_ids: Texts = must("预警编号", "按轻重先后")
    parts: Texts = must("一并核实的预警", "并入或暂缓于本单预警之下的预警编号")
    respond_by: Day = must("响应期限", "各条中最早")
    close_by: Day = must("办结期限", "各条中最早")
    text: Text = must("内容", "每条一行:等级、标题、说明;只写乡镇可见的说明")

    Config = about(
        "dispatch_sheets", "派办单:一户(没有家庭的按人)一夜一张,列出该夜新交办的预警;历夜全部,当夜内容不再改"
    )


class AlertEvents(Published):
    """Grain: one thing that happened to one alert in one night. Append-only, all nights."""

    night: Day = must("夜次", "基准日")
    alert_id: Text = must("预警编号")
    event: Text = _code("事件", EVENTS)
    detail: Text = may("详情")

    Config = about("alert_events", "预警事件:每条预警在每一夜发生的事;只追加,历夜全部")


class CalendarDays(Published):
    """Grain: one day on which work differs from an ordinary week, of the years whose notices are known."""

    day: Day = must("日期", unique=True)
    working: pl.Boolean = must("上班", "是:调休上班的周末;否:放假")
    name: Text = must("名称", "节日")

    Config = about(
        "calendar_days",
        "放假和调休:国务院办公厅历年通知(程序包 chinesecalendar 所录);表中没有的年份期限暂按周一至周五算",
    )
