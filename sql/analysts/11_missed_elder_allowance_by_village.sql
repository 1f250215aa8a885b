/*---
topic: 待遇和资金
question: 高龄津贴漏在哪些村居?
english: In which villages is the 高龄津贴 missed?
reading: 漏发为规则 LB-03 仍成立的预警;八十岁以上人数按人员的村居;分析文件只到乡镇街道
---*/
WITH night AS (SELECT max(as_of) AS as_of FROM runs),

missed AS (
    SELECT
        coalesce(person_bands.division_code, alerts.division_code) AS division_code,
        count(*) AS alerts,
        count(*) FILTER (WHERE alerts.confidence = 'likely') AS likely
    FROM alerts
    LEFT JOIN person_bands ON alerts.person_key = person_bands.person_key
    WHERE alerts.rule_id = 'LB-03' AND alerts.state <> 'resolved'
    GROUP BY ALL
),

old AS (
    SELECT
        person_bands.division_code,
        count(*) AS people,
        count(*) FILTER (WHERE person_bands.person_key IN (
            SELECT benefit.person_key FROM fact.benefit AS benefit
            WHERE benefit.program = '高龄津贴' AND benefit.start_on <= night.as_of AND coalesce(benefit.end_on > night.as_of, true)
        )) AS paid
    FROM person_bands
    CROSS JOIN night
    WHERE person_bands.age_band IN ('80-89岁', '90岁以上') AND person_bands.died_on IS null
    GROUP BY person_bands.division_code
)

SELECT
    coalesce(divisions_now.full_name, missed.division_code, '不详') AS 村居,
    missed.alerts AS 漏发预警,
    missed.likely AS 其中须先核实身份,
    coalesce(old.people, 0) AS 八十岁以上,
    coalesce(old.paid, 0) AS 其中在领
FROM missed
LEFT JOIN old ON missed.division_code IS NOT DISTINCT FROM old.division_code
LEFT JOIN divisions_now ON missed.division_code = divisions_now.code
ORDER BY 漏发预警 DESC, 村居 ASC
