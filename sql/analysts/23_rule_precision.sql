/*---
topic: 预警和处置
question: 哪些规则准、哪些不准?
english: Which rules are right, and how often?
reading: 准确率=属实÷(属实+不属实或豁免),由处置决定得出;没有决定的规则准确率为空,不是零
---*/
SELECT
    measures.rule_id AS 规则编号,
    rules.title AS 名称,
    measures.fired AS 预警数,
    measures.decided AS 已处置,
    measures.confirmed AS 属实,
    measures.not_confirmed AS 不属实或豁免,
    round(100 * measures.precision, 1) AS 准确率_百分,
    round(100 * measures.precision_low, 1) AS 下限_百分,
    round(100 * measures.precision_high, 1) AS 上限_百分,
    measures.median_days AS 处置天数中位数
FROM rule_measures AS measures
LEFT JOIN rules ON measures.rule_id = rules.rule_id
WHERE measures.month IS NULL
ORDER BY 准确率_百分 ASC NULLS LAST, 预警数 DESC, 规则编号 ASC, measures.rule_version ASC
