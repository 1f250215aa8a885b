"""Published: what rules on trial find. Ours, and put before nobody."""

from __future__ import annotations

import polars as pl

from schemas.published.words import Count, Day, Published, Text, about, codes, may, must


class TrialAlerts(Published):
    """Grain: one alert of a rule on trial. In no view for staff, and without a day by which anybody should answer."""

    alert_id: Text = must("预警编号", "与该规则正式启用后相同", unique=True, str_matches=r"^A[0-9a-f]{20}$")
    rule_id: Text = must("规则编号")
    rule_version: Count = may("规则版本", "最近一次发现时")
    level: Text = codes("等级", "red yellow blue", "red 红,yellow 黄,blue 蓝;疑似一律为蓝")
    state: Text = codes(
        "状态", "new ongoing resolved reopened", "new 新增,ongoing 持续,resolved 已消除,reopened 再次出现"
    )
    frozen: pl.Boolean = must("冻结", "所依据的数据本夜未能读到")
    anchor_table: Text = must("锚定记录的部门.表")
    anchor_record_no: Text = must("锚定记录的业务流水号")
    person_key: Text = may("人员键")
    household_no: Text = may("家庭编号")
    program: Text = may("类别")
    division_code: Text = may("区划代码")
    first_seen: Day = must("首次发现", "夜次的基准日")
    last_seen: Day = must("最近发现")
    opened_on: Day = must("本轮起始")
    resolved_on: Day = may("消除日期")
    times_reopened: Count = must("再次出现次数", ge=0)
    confidence: Text = codes("确定程度", "certain likely", "certain 确定,likely 可能")
    title: Text = must("标题")
    explanation: Text = must("说明")
    evidence: Text = must("证据", "JSON 数组:source_table, record_no, what, value, on")
    evidence_fingerprint: Text = must("证据指纹")
    changed_since_last: Text = may("与上次相比")

    Config = about("trial_alerts", "试运行规则的预警:只供试算,不交办,不进入任何工作视图")
