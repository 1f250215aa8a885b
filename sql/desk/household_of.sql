-- Grain: household that a person is listed in, those in payment first. within: the beginning of division codes that
-- the asker sees.
SELECT household.household_no
FROM fact.member
INNER JOIN fact.household ON member.household_no = household.household_no
WHERE member.person_key = getvariable('person_key') AND starts_with(coalesce(household.division_code, ''), getvariable('within'))
GROUP BY household.household_no
ORDER BY min(list_position(['在享', '申请中', '停发', '已退出'], household.status)) ASC, household.household_no ASC
