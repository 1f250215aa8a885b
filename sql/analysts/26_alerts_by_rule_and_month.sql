/*---
topic: 预警和处置
question: 每月各规则新发现多少预警,现在如何?
english: How many alerts did each rule find each month, and what became of them?
reading: 按首次发现的月份
---*/
SELECT
    strftime(alerts.first_seen, '%Y-%m') AS 首次发现月份,
    rules.class AS 类别,
    alerts.rule_id AS 规则编号,
    rules.title AS 名称,
    count(*) AS 预警数,
    count(*) FILTER (WHERE alerts.state <> 'resolved') AS 仍成立,
    count(*) FILTER (WHERE alerts.state = 'resolved') AS 已消除,
    count(*) FILTER (WHERE alerts.confidence = 'likely') AS 须先核实身份
FROM alerts
LEFT JOIN rules ON alerts.rule_id = rules.rule_id
GROUP BY ALL
ORDER BY 首次发现月份 DESC, 预警数 DESC, 规则编号 ASC
