/*---
name: alerts_open
chinese: 预警_待处理
comment: 尚未消除的预警,附区划名称和期限;预警是提问,由人核实后决定
columns:
  alert_id: 预警编号
  rule_id: 规则编号
  title: 标题
  level: 等级:红、黄、蓝
  state: 状态:新增、持续、再次出现
  confidence: 确定程度:确定或可能
  division_code: 区划代码
  division: 区划:没有名称时为代码
  household_no: 家庭编号
  program: 类别
  person_key: 人员键
  opened_on: 本轮起始
  due_on: 办结期限:按工作日
  days_overdue: 逾期天数:按自然日,未逾期为0
  frozen: 冻结:所依据的数据本夜未能读到
  explanation: 说明
---*/
WITH night AS (
    SELECT max(as_of) AS as_of
    FROM runs
)

SELECT
    alerts.alert_id,
    alerts.rule_id,
    alerts.title,
    CASE alerts.level WHEN 'red' THEN '红' WHEN 'yellow' THEN '黄' ELSE '蓝' END AS level,
    CASE alerts.state WHEN 'new' THEN '新增' WHEN 'ongoing' THEN '持续' ELSE '再次出现' END AS state,
    CASE alerts.confidence WHEN 'certain' THEN '确定' ELSE '可能' END AS confidence,
    alerts.division_code,
    coalesce(divisions_now.full_name, alerts.division_code) AS division,
    alerts.household_no,
    alerts.program,
    alerts.person_key,
    alerts.opened_on,
    alerts.due_on,
    greatest(date_diff('day', alerts.due_on, night.as_of), 0) AS days_overdue,
    alerts.frozen,
    alerts.explanation
FROM alerts
CROSS JOIN night
LEFT JOIN divisions_now ON alerts.division_code = divisions_now.code
WHERE alerts.state <> 'resolved'
