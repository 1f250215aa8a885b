-- 按核对收入和现行标准测算的月低保金:建议类别为最低生活保障的家庭,每条待核对的救助家庭记录一行
-- Grain: household row in scope that can be verified. The make-up to the standard (补差), as mart declared_entitlement has it for the
-- declared income; 0 for every other tier.
SELECT
    record_no,
    household_no,
    program,
    if(tier = '最低生活保障', greatest(standard * members - income_yuan_month, 0), 0)::DECIMAL(18, 2) AS entitlement_yuan_month
FROM verification_tier
WHERE assessable
ORDER BY household_no, program, record_no
