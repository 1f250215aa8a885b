/*---
topic: 待遇和资金
question: 残疾人两项补贴覆盖了多少持证人?
english: How many holders of a valid disability card draw the two subsidies?
reading: 护理补贴只对重度(一级、二级);生活补贴只对低收入,因此不应是全部
---*/
WITH night AS (SELECT max(as_of) AS as_of FROM runs),

paid AS (
    SELECT
        benefit.person_key,
        bool_or(benefit.program = '重度残疾人护理补贴') AS care,
        bool_or(benefit.program = '困难残疾人生活补贴') AS living
    FROM fact.benefit AS benefit
    CROSS JOIN night
    WHERE benefit.start_on <= night.as_of AND coalesce(benefit.end_on > night.as_of, true)
    GROUP BY benefit.person_key
)

SELECT
    card.category AS 残疾类别,
    card.grade AS 残疾等级,
    count(DISTINCT card.person_key) AS 持有效证人数,
    count(DISTINCT card.person_key) FILTER (WHERE paid.care) AS 领护理补贴,
    count(DISTINCT card.person_key) FILTER (WHERE paid.living) AS 领生活补贴
FROM fact.disability_card AS card
LEFT JOIN paid ON card.person_key = paid.person_key
WHERE card.status = '有效'
GROUP BY card.category, card.grade
ORDER BY list_position(['一级', '二级', '三级', '四级'], card.grade), card.category
