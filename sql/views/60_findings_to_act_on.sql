/*---
name: findings_to_act_on
chinese: 待办_已确认事项
comment: 处置决定有效、须由人办理的事项;不含金额,不改动任何发放
columns:
  decision_id: 决定编号
  alert_id: 预警编号
  direction: 方向:不利或受益
  disposition: 处置代码
  title: 标题
  household_no: 家庭编号
  program: 类别
  division: 区划:没有名称时为代码
  decided_on: 决定日期
  to_do: 由人办理的事项
  office: 办理机关
---*/
SELECT
    confirmed_findings.decision_id,
    confirmed_findings.alert_id,
    confirmed_findings.direction,
    confirmed_findings.disposition,
    confirmed_findings.title,
    confirmed_findings.household_no,
    confirmed_findings.program,
    coalesce(divisions_now.full_name, confirmed_findings.division_code) AS division,
    confirmed_findings.decided_on,
    confirmed_findings.to_do,
    confirmed_findings.office
FROM confirmed_findings
LEFT JOIN divisions_now ON confirmed_findings.division_code = divisions_now.code
