-- 在发待遇,带所在地:待遇所属家庭的所在地,没有家庭的用待遇记录自己的
-- Grain: benefit row (rules.md, "Active benefit"). item: the row as evidence of a rule names it. home_no, home_program: the household
-- that the row names, if there is one; its policy is that of (locality, residence).
SELECT
    benefit.*,
    {
        'source_table': benefit.source_table, 'record_no': benefit.record_no,
        'what': '在发待遇：' || benefit.program, 'value': benefit.monthly_yuan::VARCHAR, 'on': benefit.start_on
    } AS item,
    household_place.household_no AS home_no,
    household_place.program AS home_program,
    coalesce(household_place.division_code, benefit.division_code) AS place_code,
    coalesce(household_place.locality, own.locality, root.locality) AS locality,
    coalesce(household_place.residence, '') AS residence
FROM benefit
CROSS JOIN night
LEFT JOIN household_place ON benefit.household_no = household_place.household_no
LEFT JOIN locality AS own ON benefit.division_code = own.division_code
LEFT JOIN locality AS root ON root.division_code = ''
WHERE benefit.start_on <= night.as_of AND (benefit.end_on IS NULL OR benefit.end_on > night.as_of)
