/*---
topic: 待遇和资金
question: 人去世后还在发的待遇有哪些、发了几个月?
english: Which benefits went on after a death, and for how long?
reading: 去世当月的发放不计;这里按全部发放明细,规则 ZJ-01 逐人提问
---*/
WITH died AS (
    SELECT
        person_key,
        min(died_on) AS died_on
    FROM fact.death
    WHERE died_on IS NOT NULL AND person_key IS NOT NULL
    GROUP BY person_key
)

SELECT
    payment.program AS 待遇类别,
    count(DISTINCT payment.person_key) AS 人数,
    count(*) AS 去世后发放笔数,
    sum(payment.paid_yuan) AS 去世后发放金额_元,
    strftime(max(payment.period), '%Y-%m') AS 最近一笔月份
FROM fact.payment AS payment
INNER JOIN died ON payment.person_key = died.person_key
WHERE payment.result = '成功' AND payment.period > died.died_on AND payment.household_no IS NULL
GROUP BY payment.program
ORDER BY 去世后发放金额_元 DESC, 待遇类别 ASC
