/*---
name: alerts_by_rule
chinese: 预警_按规则
comment: 每条规则一行:待处理、已消除的预警数,以及因参数未知未能执行的地区数
columns:
  rule_id: 规则编号
  title: 名称
  class: 类别
  level: 等级:红、黄、蓝
  open_alerts: 待处理
  likely: 其中可能:须先核实身份
  frozen: 其中冻结
  resolved: 已消除
  places_skipped: 未执行的地区数:参数未知
---*/
WITH counted AS (
    SELECT
        rule_id,
        count(*) FILTER (WHERE state <> 'resolved') AS open_alerts,
        count(*) FILTER (WHERE state <> 'resolved' AND confidence = 'likely') AS likely,
        count(*) FILTER (WHERE frozen) AS frozen,
        count(*) FILTER (WHERE state = 'resolved') AS resolved
    FROM alerts
    GROUP BY rule_id
),

skipped AS (
    SELECT
        rule_id,
        count(DISTINCT locality) AS places
    FROM rules_skipped
    GROUP BY rule_id
)

SELECT
    rules.rule_id,
    rules.title,
    rules.class,
    CASE rules.level WHEN 'red' THEN '红' WHEN 'yellow' THEN '黄' ELSE '蓝' END AS level,
    coalesce(counted.open_alerts, 0) AS open_alerts,
    coalesce(counted.likely, 0) AS likely,
    coalesce(counted.frozen, 0) AS frozen,
    coalesce(counted.resolved, 0) AS resolved,
    coalesce(skipped.places, 0) AS places_skipped
FROM rules
LEFT JOIN counted ON rules.rule_id = counted.rule_id
LEFT JOIN skipped ON rules.rule_id = skipped.rule_id
