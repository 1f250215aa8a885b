-- 近十二个月的有效医疗结算
-- Grain: settlements row, valid 有效, settled within the last 12 months (rules.md, "Terms").
SELECT medical_cost.*
FROM medical_cost
CROSS JOIN night
WHERE
    medical_cost.valid = '有效'
    AND medical_cost.settled_on > night.as_of - to_months(12) AND medical_cost.settled_on <= night.as_of
