/*---
topic: 待遇和资金
question: 自付医疗费很高的人,得到医疗救助和临时救助了吗?
english: Did people with heavy medical bills get medical or temporary aid?
reading: 近十二个月;临时救助按本人或所在家庭
---*/
WITH night AS (SELECT max(as_of) AS as_of FROM runs),

costs AS (
    SELECT
        cost.person_key,
        sum(cost.self_paid_yuan) AS self_paid_yuan,
        sum(cost.medical_aid_yuan) AS aid_yuan
    FROM fact.medical_cost AS cost
    CROSS JOIN night
    WHERE cost.settled_on > night.as_of - INTERVAL 12 MONTH AND cost.valid = '有效' AND cost.person_key IS NOT NULL
    GROUP BY cost.person_key
),

helped AS (
    SELECT coalesce(member.person_key, aid.person_key) AS person_key
    FROM fact.temporary_aid AS aid
    CROSS JOIN night
    LEFT JOIN fact.member AS member ON aid.household_no = member.household_no
    WHERE aid.approved_on > night.as_of - INTERVAL 12 MONTH
    UNION
    SELECT aid.person_key
    FROM fact.temporary_aid AS aid
    CROSS JOIN night
    WHERE aid.approved_on > night.as_of - INTERVAL 12 MONTH
)

SELECT
    CASE
        WHEN costs.self_paid_yuan < 5000 THEN '1 五千以下' WHEN costs.self_paid_yuan < 10000 THEN '2 五千至一万'
        WHEN costs.self_paid_yuan < 20000 THEN '3 一万至两万' WHEN costs.self_paid_yuan < 60000 THEN '4 两万至六万' ELSE '5 六万以上'
    END AS 个人自付,
    count(*) AS 人数,
    count(*) FILTER (WHERE costs.aid_yuan > 0) AS 得到医疗救助,
    count(*) FILTER (WHERE helped.person_key IS NOT NULL) AS 得到临时救助,
    count(*) FILTER (WHERE costs.aid_yuan = 0 AND helped.person_key IS NULL) AS 两者都没有
FROM costs
LEFT JOIN helped ON costs.person_key = helped.person_key
GROUP BY ALL
ORDER BY 个人自付
