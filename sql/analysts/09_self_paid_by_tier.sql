/*---
topic: 待遇和资金
question: 各救助类别的人近十二个月自付医疗费多少?
english: What did people of each tier pay for medical care themselves in the last twelve months?
reading: 一人在几类家庭的按第一类计一次:特困、低保、低保边缘、刚性支出、其他;退费不计
---*/
WITH night AS (SELECT max(as_of) AS as_of FROM runs),

tiers AS (
    SELECT
        member.person_key,
        min(CASE household.program
            WHEN '特困供养' THEN '1 特困供养' WHEN '最低生活保障' THEN '2 最低生活保障' WHEN '低保边缘' THEN '3 低保边缘'
            WHEN '刚性支出困难' THEN '4 刚性支出困难' ELSE '5 临时救助'
        END) AS tier
    FROM fact.member AS member
    INNER JOIN fact.household AS household ON member.household_no = household.household_no
    WHERE household.status = '在享' AND member.member_kind = '共同生活'
    GROUP BY member.person_key
),

costs AS (
    SELECT
        cost.person_key,
        sum(cost.total_yuan) AS total_yuan,
        sum(cost.medical_aid_yuan) AS aid_yuan,
        sum(cost.self_paid_yuan) AS self_paid_yuan
    FROM fact.medical_cost AS cost
    CROSS JOIN night
    WHERE cost.settled_on > night.as_of - INTERVAL 12 MONTH AND cost.valid = '有效' AND cost.person_key IS NOT NULL
    GROUP BY cost.person_key
)

SELECT
    coalesce(tiers.tier, '6 不在救助范围') AS 救助类别,
    count(*) AS 就医人数,
    sum(costs.total_yuan) AS 总费用_元,
    sum(costs.aid_yuan) AS 医疗救助_元,
    sum(costs.self_paid_yuan) AS 自付_元,
    round(sum(costs.self_paid_yuan) / count(*), 2) AS 人均自付_元,
    quantile_disc(costs.self_paid_yuan, 0.9) AS 九成的人自付不超过_元,
    round(100 * sum(costs.self_paid_yuan) / sum(costs.total_yuan), 1) AS 自付占比_百分
FROM costs
LEFT JOIN tiers ON costs.person_key = tiers.person_key
GROUP BY ALL
ORDER BY 救助类别
