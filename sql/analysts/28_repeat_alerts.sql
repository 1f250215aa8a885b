/*---
topic: 预警和处置
question: 哪些规则的预警反复消除又出现?
english: Which rules' alerts come back again and again?
reading: 反复多半是某部门的数据时有时无,或当事人情况在标准上下摆动
---*/
SELECT
    alerts.rule_id AS 规则编号,
    rules.title AS 名称,
    count(*) AS 预警数,
    count(*) FILTER (WHERE alerts.times_reopened > 0) AS 再现过的,
    sum(alerts.times_reopened)::BIGINT AS 再现次数,
    round(100.0 * count(*) FILTER (WHERE alerts.times_reopened > 0) / count(*), 1) AS 再现占比_百分
FROM alerts
LEFT JOIN rules ON alerts.rule_id = rules.rule_id
GROUP BY ALL
HAVING sum(alerts.times_reopened) > 0
ORDER BY 再现次数 DESC, 规则编号 ASC
