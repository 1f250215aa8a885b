-- 在享家庭(任何救助类别)
-- Grain: household row (rules.md, "Active household"); household_no repeats under several programs.
SELECT * EXCLUDE (is_active)
FROM located_household
WHERE is_active
