/*---
topic: 核对
question: 各乡镇在享家庭中,认定所依据的核对报告一年内有效的占多少(精准救助率)?
english: What share of households in payment rests on a report not older than a year, by township?
reading: 没有报告日期的按未核对计;期限以一年为例,当地另有规定的请改 12
---*/
WITH night AS (SELECT max(as_of) AS as_of FROM runs)

SELECT
    coalesce(divisions_now.full_name, left(household.division_code, 9), '不详') AS 乡镇街道,
    count(*) AS 在享户数,
    count(*) FILTER (WHERE household.report_on > night.as_of - INTERVAL 12 MONTH) AS 报告在一年内,
    count(*) FILTER (WHERE household.report_on <= night.as_of - INTERVAL 12 MONTH) AS 报告已过一年,
    count(*) FILTER (WHERE household.report_on IS NULL) AS 没有报告,
    round(100.0 * count(*) FILTER (WHERE household.report_on > night.as_of - INTERVAL 12 MONTH) / count(*), 1) AS 精准救助率_百分
FROM fact.household AS household
CROSS JOIN night
LEFT JOIN divisions_now ON left(household.division_code, 9) = divisions_now.code
WHERE household.status = '在享'
GROUP BY ALL
ORDER BY 精准救助率_百分, 乡镇街道
