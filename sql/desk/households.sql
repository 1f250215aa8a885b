-- Grain: household row of one number. within: the beginning of division codes that the asker sees.
SELECT
    household.record_no,
    household.household_no,
    household.program,
    household.status,
    household.applied_on,
    household.approved_on,
    household.ended_on,
    household.last_verified_on,
    household.category,
    household.residence,
    household.address,
    household.division_code,
    household.declared_income_yuan_month,
    household.declared_deposits_yuan,
    household.declared_home_count,
    household.registered_members,
    divisions_now.full_name AS division
FROM fact.household
LEFT JOIN divisions_now ON household.division_code = divisions_now.code
WHERE household.household_no = getvariable('household_no') AND starts_with(coalesce(household.division_code, ''), getvariable('within'))
ORDER BY household.status = '在享' DESC, household.program ASC, household.record_no ASC
