/*---
name: alerts_shown
chinese: 预警_本夜交办
comment: 本夜摆在工作人员面前的预警,按轻重先后;内容只写乡镇可见的说明;预警是提问,由人核实后决定
columns:
  place: 次序:红黄蓝,本轮起始,规则,区划
  alert_id: 预警编号
  rule_id: 规则编号
  title: 标题
  level: 等级:红、黄、蓝
  life: 处境:新增、持续、再现
  confidence: 确定程度:确定或可能
  township: 乡镇街道代码:区划代码前9位
  division: 区划:没有名称时为代码
  household_no: 家庭编号
  person_key: 人员键
  dispatched_on: 交办日期
  is_new: 本夜新交办
  sheet_id: 派办单号
  wave: 批次:积压分批派发的第几批
  respond_by: 响应期限
  close_by: 办结期限
  due_provisional: 期限暂定:所跨年份的放假调休尚未公布
  overdue: 逾期:未逾期、逾期未响应、逾期未办结
  escalation: 提级:报分管负责人、报主要负责人
  seen_change: 自上次交办以来
  township_text: 说明
---*/
WITH night AS (
    SELECT max(as_of) AS as_of
    FROM runs
)

SELECT
    row_number() OVER (
        ORDER BY
            CASE alerts.level WHEN 'red' THEN 0 WHEN 'yellow' THEN 1 ELSE 2 END,
            alerts.opened_on, alerts.rule_id, alerts.division_code NULLS FIRST, alerts.alert_id
    ) AS place,
    alerts.alert_id,
    alerts.rule_id,
    alerts.title,
    CASE alerts.level WHEN 'red' THEN '红' WHEN 'yellow' THEN '黄' ELSE '蓝' END AS level,
    CASE alerts.life WHEN 'new' THEN '新增' WHEN 'ongoing' THEN '持续' ELSE '再现' END AS life,
    CASE alerts.confidence WHEN 'certain' THEN '确定' ELSE '可能' END AS confidence,
    left(alerts.division_code, 9) AS township,
    coalesce(divisions_now.full_name, alerts.division_code) AS division,
    alerts.household_no,
    alerts.person_key,
    alerts.dispatched_on,
    alerts.dispatched_on = night.as_of AS is_new,
    alerts.sheet_id,
    alerts.wave,
    alerts.respond_by,
    alerts.close_by,
    alerts.due_provisional,
    CASE alerts.overdue WHEN 'none' THEN '未逾期' WHEN 'respond' THEN '逾期未响应' ELSE '逾期未办结' END AS overdue,
    CASE alerts.escalation WHEN 'supervisor' THEN '报分管负责人' WHEN 'director' THEN '报主要负责人' END AS escalation,
    alerts.seen_change,
    alerts.township_text
FROM alerts
CROSS JOIN night
LEFT JOIN divisions_now ON alerts.division_code = divisions_now.code
WHERE alerts.shown
