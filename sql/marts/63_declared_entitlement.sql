-- 按申报收入和现行标准测算的月低保金:在享低保家庭每条一行,只作核对参考
-- Grain: household row. Null where the standard is unknown; an income that was not declared counts as none.
SELECT
    active_household.record_no,
    active_household.household_no,
    active_household.program,
    household_size.members,
    greatest(
        policy.standard * household_size.members - coalesce(active_household.declared_income_yuan_month, 0), 0
    ) AS entitlement_yuan_month
FROM active_household
INNER JOIN household_size ON active_household.household_no = household_size.household_no
INNER JOIN policy
    ON
    active_household.locality = policy.locality
    AND coalesce(active_household.residence, '') = policy.residence
WHERE active_household.program = '最低生活保障' AND policy.standard IS NOT NULL
