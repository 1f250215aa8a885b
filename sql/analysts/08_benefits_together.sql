/*---
topic: 待遇和资金
question: 哪些待遇常由同一人同时领取?
english: Which benefits are drawn together by one person?
reading: 有的组合是允许的(低保和高龄津贴),有的不得同享;不得同享的由规则 CF-02 至 CF-07 逐人提问
---*/
WITH night AS (SELECT max(as_of) AS as_of FROM runs),

paid AS (
    SELECT DISTINCT
        benefit.person_key,
        benefit.program
    FROM fact.benefit AS benefit
    CROSS JOIN night
    WHERE benefit.start_on <= night.as_of AND coalesce(benefit.end_on > night.as_of, TRUE) AND benefit.person_key IS NOT NULL
)

SELECT
    one.program AS 待遇,
    other.program AS 同时领取,
    count(*) AS 人数
FROM paid AS one
INNER JOIN paid AS other ON one.person_key = other.person_key AND one.program < other.program
GROUP BY ALL
ORDER BY 人数 DESC, 待遇 ASC, 同时领取 ASC
