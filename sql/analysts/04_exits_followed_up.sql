/*---
topic: 救助对象
question: 近两年退出的家庭中,有多大比例仍有需求信号?
english: Of those who left in the last two years, how many show a signal of need again?
reading: 需求信号:漏保、主动发现类预警仍成立;退出不满两年的可继续监测;百分数为四舍五入,以户数为准
---*/
WITH night AS (SELECT max(as_of) AS as_of FROM runs),

needs AS (
    SELECT DISTINCT unnest([alerts.household_no, alerts.person_key]) AS who
    FROM alerts
    INNER JOIN rules ON alerts.rule_id = rules.rule_id
    WHERE alerts.state <> 'resolved' AND rules.class IN ('漏保', '主动发现')
),

gone AS (
    SELECT
        household.household_no,
        household.program,
        bool_or(by_household.who IS NOT NULL OR by_person.who IS NOT NULL) AS in_need
    FROM fact.household AS household
    CROSS JOIN night
    LEFT JOIN fact.member AS member ON household.household_no = member.household_no
    LEFT JOIN needs AS by_person ON member.person_key = by_person.who
    LEFT JOIN needs AS by_household ON household.household_no = by_household.who
    WHERE household.status = '已退出' AND household.ended_on > night.as_of - INTERVAL 24 MONTH
    GROUP BY ALL
)

SELECT
    program AS 原类别,
    count(*) AS 退出户数,
    count(*) FILTER (WHERE in_need) AS 仍有需求信号户数,
    round(100.0 * count(*) FILTER (WHERE in_need) / count(*), 1) AS 比例_百分
FROM gone
GROUP BY program
ORDER BY 仍有需求信号户数 DESC, 原类别 ASC
