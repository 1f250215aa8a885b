/*---
topic: 预警和处置
question: 哪些规则从未触发,哪些在等数据?
english: Which rules never fired, and which wait for data?
reading: 从未触发不等于没有问题:可能数据不全,也可能当地没有这个参数
---*/
SELECT
    rules.rule_id AS 规则编号,
    rules.title AS 名称,
    rules.class AS 类别,
    CASE rules.status WHEN 'waiting' THEN '等待数据' WHEN 'trial' THEN '试行' WHEN 'retired' THEN '停用' ELSE '启用' END AS 状态,
    array_to_string(rules.waits_for, ';') AS 等待的数据,
    (SELECT count(DISTINCT skipped.locality) FROM rules_skipped AS skipped WHERE skipped.rule_id = rules.rule_id) AS 缺参数的地区数
FROM rules
WHERE rules.rule_id NOT IN (SELECT alerts.rule_id FROM alerts)
ORDER BY 状态, 规则编号
