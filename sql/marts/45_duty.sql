-- 救助经办人员和在任村（居）委会成员：每条备案记录、每条任职记录一行
-- Grain: staff_relatives row (its handler) or village_officials row of an official in office (rules.md, RQ-01 and RQ-04).
SELECT
    handler_key AS person_key,
    '救助经办人员' AS duty,
    handler_no,
    NULL AS division_code,
    source_table,
    record_no,
    filed_on AS since
FROM staff_relative
UNION ALL
SELECT
    office.person_key,
    '村（居）委会成员' AS duty,
    NULL AS handler_no,
    office.division_code,
    office.source_table,
    office.record_no,
    office.from_on AS since
FROM office
CROSS JOIN night
WHERE office.from_on <= night.as_of AND (office.until_on IS NULL OR office.until_on > night.as_of)
