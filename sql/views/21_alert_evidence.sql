/*---
name: alert_evidence
chinese: 预警_证据
comment: 预警的证据,每项一行;来源指向交付的那一行
columns:
  alert_id: 预警编号
  rule_id: 规则编号
  state: 状态
  source_table: 来源表:部门.表
  record_no: 业务流水号
  what: 内容
  value: 值
  on_day: 日期
---*/
WITH items AS (
    SELECT
        alerts.alert_id,
        alerts.rule_id,
        alerts.state,
        unnest(
            from_json(
                alerts.evidence,
                '[{"source_table": "VARCHAR", "record_no": "VARCHAR", "what": "VARCHAR", "value": "VARCHAR", "on": "DATE"}]'
            )
        ) AS item
    FROM alerts
)

SELECT
    items.alert_id,
    items.rule_id,
    items.state,
    items.item['source_table'] AS source_table,
    items.item['record_no'] AS record_no,
    items.item['what'] AS what,
    items.item['value'] AS value,
    items.item['on'] AS on_day
FROM items
