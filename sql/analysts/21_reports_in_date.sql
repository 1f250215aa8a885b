/*---
topic: 核对
question: 各乡镇在享家庭中,认定所依据的核对报告一年内有效的占多少(精准救助率)?
english: What share of households in payment rests on a report not older than a year, by township?
reading: 没有报告日期的按未核对计;期限以一年为例,当地另有规定的请改 12;百分数只舍不入,以户数为准
---*/
WITH night AS (SELECT max(as_of) AS as_of FROM runs),

counted AS (
    SELECT
        coalesce(divisions_now.full_name, left(household.division_code, 9), '不详') AS township,
        count(*) AS households,
        count(*) FILTER (WHERE household.report_on > night.as_of - INTERVAL 12 MONTH) AS in_date,
        count(*) FILTER (WHERE household.report_on <= night.as_of - INTERVAL 12 MONTH) AS past,
        count(*) FILTER (WHERE household.report_on IS NULL) AS none
    FROM fact.household AS household
    CROSS JOIN night
    LEFT JOIN divisions_now ON left(household.division_code, 9) = divisions_now.code
    WHERE household.status = '在享'
    GROUP BY ALL
)

SELECT
    township AS 乡镇街道,
    households AS 在享户数,
    in_date AS 报告在一年内,
    past AS 报告已过一年,
    none AS 没有报告,
    (in_date * 1000 // households * 0.1)::DECIMAL(5, 1) AS 精准救助率_百分
FROM counted
ORDER BY in_date / households ASC, 乡镇街道 ASC
