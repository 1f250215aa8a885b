/*---
name: identity_to_check
chinese: 身份_待核实
comment: 只达到“可能”的身份关联,核实后才能支持结论
columns:
  department: 部门
  table_name: 表
  record_no: 业务流水号
  person_role: 人员角色
  owner_index: 第几位权利人
  person_key: 可能的人员键
  method: 关联方式
  match_probability: 匹配概率
  open_alerts: 该人待处理预警数
---*/
WITH counted AS (
    SELECT
        person_key,
        count(*) AS open_alerts
    FROM alerts
    WHERE state <> 'resolved'
    GROUP BY person_key
)

SELECT
    identity_links.department,
    identity_links.table_name,
    identity_links.record_no,
    identity_links.person_role,
    identity_links.owner_index,
    identity_links.person_key,
    identity_links.method,
    identity_links.match_probability,
    coalesce(counted.open_alerts, 0) AS open_alerts
FROM identity_links
LEFT JOIN counted ON identity_links.person_key = counted.person_key
WHERE identity_links.certainty = 'likely'
