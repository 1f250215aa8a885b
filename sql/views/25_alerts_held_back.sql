/*---
name: alerts_held_back
chinese: 预警_暂缓
comment: 仍成立而本夜没有摆在工作人员面前的预警及缘由;状态不受影响,缘由消失即交办
columns:
  alert_id: 预警编号
  rule_id: 规则编号
  title: 标题
  level: 等级:红、黄、蓝
  reason: 缘由
  why: 说明
  under: 暂缓于:先核实或一并核实的那条预警编号
  wave: 预计批次
  decision_id: 决定编号
  disposition: 处置结果
  township: 乡镇街道代码:区划代码前9位
  division: 区划:没有名称时为代码
  household_no: 家庭编号
  person_key: 人员键
  opened_on: 本轮起始
  days_open: 已成立天数:按自然日
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
    CASE alerts.held_back
        WHEN 'decided' THEN '处置决定有效' WHEN 'merged' THEN '并入另一条' WHEN 'source' THEN '本夜无法核对'
        WHEN 'disputed' THEN '异议待了结'
        WHEN 'death' THEN '先核实死亡' WHEN 'subsumed' THEN '随另一条一并核实' WHEN 'application' THEN '随在办申请核对'
        WHEN 'cap' THEN '本周蓝色已满' ELSE '排队分批'
    END AS reason,
    alerts.held_back_why AS why,
    alerts.held_back_under AS under,
    CASE WHEN alerts.held_back = 'wave' THEN alerts.wave END AS wave,
    alerts.decision_id,
    alerts.disposition,
    left(alerts.division_code, 9) AS township,
    coalesce(divisions_now.full_name, alerts.division_code) AS division,
    alerts.household_no,
    alerts.person_key,
    alerts.opened_on,
    date_diff('day', alerts.opened_on, night.as_of) AS days_open
FROM alerts
CROSS JOIN night
LEFT JOIN divisions_now ON alerts.division_code = divisions_now.code
WHERE alerts.held_back IS NOT NULL
