/*---
topic: 待遇和资金
question: 发放失败或退回的,后来补发了吗?
english: Were failed or returned payments made good?
reading: 补发:同一人同一待遇同一月份另有成功的一笔
---*/
WITH good AS (
    SELECT DISTINCT
        program,
        person_key,
        period
    FROM fact.payment
    WHERE result = '成功'
)

SELECT
    lost.program AS 待遇类别,
    lost.result AS 发放结果,
    count(*) AS 笔数,
    count(*) FILTER (WHERE good.person_key IS NOT NULL) AS 已补发,
    count(*) FILTER (WHERE good.person_key IS NULL) AS 尚未补发,
    sum(lost.paid_yuan) FILTER (WHERE good.person_key IS NULL) AS 尚未补发金额_元
FROM fact.payment AS lost
LEFT JOIN good ON lost.program = good.program AND lost.person_key = good.person_key AND lost.period = good.period
WHERE lost.result <> '成功'
GROUP BY ALL
ORDER BY 尚未补发 DESC, 待遇类别 ASC, 发放结果 ASC
