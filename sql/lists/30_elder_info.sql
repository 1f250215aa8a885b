-- 八类老年人信息采集:每人、每类一行
-- Grain: (person_key, class) of elder_class. covered: the person stands in the register with a day of collection. The register has no
-- class 特困, and one person is collected once: any row of the person counts.
WITH register AS (
    SELECT
        visit.person_key,
        min_by(visit.source_table, visit.record_no) AS source_table,
        min(visit.record_no) AS record_no,
        max(visit.info_collected_on) FILTER (WHERE visit.info_collected_on <= night.as_of) AS collected_on
    FROM visit
    CROSS JOIN night
    GROUP BY visit.person_key
)

SELECT
    '老年人信息采集' AS topic,
    elder_class.class,
    elder_class.person_key,
    register.source_table,
    register.record_no,
    NULL::VARCHAR AS household_no,
    elder_class.division_code,
    register.collected_on IS NOT NULL AS covered,
    CASE
        WHEN register.record_no IS NULL THEN '台账中没有此人'
        WHEN register.collected_on IS NULL THEN '在台账中,信息尚未采集'
        WHEN NOT elder_class.registered AND elder_class.class <> '特困' THEN '已采集,台账未登记本类'
        ELSE '已采集'
    END AS state,
    register.collected_on AS last_on,
    NULL::DATE AS due_on
FROM elder_class
LEFT JOIN register ON elder_class.person_key = register.person_key
