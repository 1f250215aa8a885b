-- 在发待遇
-- Grain: benefit row (rules.md, "Active benefit").
SELECT benefit.*
FROM benefit
CROSS JOIN night
WHERE benefit.start_on <= night.as_of AND (benefit.end_on IS NULL OR benefit.end_on > night.as_of)
