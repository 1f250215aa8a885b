/*---
name: work_by_township
chinese: 工作量_按乡镇
comment: 每个乡镇街道一行:本夜交办、新交办、派办单、逾期,以及暂缓的缘由;仍成立=交办+暂缓
columns:
  township: 乡镇街道代码:区划代码前9位,没有区划为空
  division: 区划:没有名称时为代码
  open_alerts: 仍成立
  shown: 交办
  newly_shown: 其中新交办
  sheets: 本夜派办单
  red: 交办中红
  yellow: 交办中黄
  blue: 交办中蓝
  need: 交办中需求信号:漏保、主动发现
  overdue: 逾期
  supervisor: 报分管负责人
  director: 报主要负责人
  held_back: 暂缓
  decided: 暂缓中处置决定有效
  frozen: 暂缓中本夜无法核对
  waiting: 暂缓中排队:本周蓝色已满、分批
  under_another: 暂缓中随另一条:并入、先核实死亡、一并核实
  applying: 暂缓中随在办申请
---*/
WITH night AS (
    SELECT max(as_of) AS as_of
    FROM runs
),

standing AS (
    SELECT
        alerts.*,
        left(alerts.division_code, 9) AS township,
        alerts.shown AND alerts.dispatched_on = night.as_of AS newly
    FROM alerts
    CROSS JOIN night
    WHERE alerts.state <> 'resolved'
),

counted AS (
    SELECT
        township,
        count(*) AS open_alerts,
        count(*) FILTER (WHERE shown) AS shown,
        count(*) FILTER (WHERE newly) AS newly_shown,
        count(DISTINCT sheet_id) FILTER (WHERE newly) AS sheets,
        count(*) FILTER (WHERE shown AND level = 'red') AS red,
        count(*) FILTER (WHERE shown AND level = 'yellow') AS yellow,
        count(*) FILTER (WHERE shown AND level = 'blue') AS blue,
        count(*) FILTER (WHERE shown AND left(rule_id, 2) IN ('LB', 'ZD')) AS need,
        count(*) FILTER (WHERE overdue <> 'none') AS overdue,
        count(*) FILTER (WHERE escalation = 'supervisor') AS supervisor,
        count(*) FILTER (WHERE escalation = 'director') AS director,
        count(*) FILTER (WHERE held_back IS NOT NULL) AS held_back,
        count(*) FILTER (WHERE held_back = 'decided') AS decided,
        count(*) FILTER (WHERE held_back = 'source') AS frozen,
        count(*) FILTER (WHERE held_back IN ('cap', 'wave')) AS waiting,
        count(*) FILTER (WHERE held_back IN ('merged', 'death', 'subsumed')) AS under_another,
        count(*) FILTER (WHERE held_back = 'application') AS applying
    FROM standing
    GROUP BY township
)

SELECT
    counted.township,
    coalesce(divisions_now.full_name, counted.township) AS division,
    counted.open_alerts,
    counted.shown,
    counted.newly_shown,
    counted.sheets,
    counted.red,
    counted.yellow,
    counted.blue,
    counted.need,
    counted.overdue,
    counted.supervisor,
    counted.director,
    counted.held_back,
    counted.decided,
    counted.frozen,
    counted.waiting,
    counted.under_another,
    counted.applying
FROM counted
LEFT JOIN divisions_now ON counted.township = divisions_now.code
