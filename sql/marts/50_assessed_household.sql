-- 需核算收入或财产的家庭:核对范围内的家庭、在享特困家庭,以及全部授权的临时救助、停发、已退出家庭(仅供主动发现)
-- Grain: household row with n >= 1. in_verification: rules.md, "Verification". unauthorised: counted members without authorisation.
-- is_watched: in no verification, all members authorised, nobody of it in a household on aid; LB-07 alone looks at these.
WITH authorised AS (
    SELECT
        household_no,
        count(*) AS members
    FROM authorised_member
    GROUP BY household_no
),

aided AS (
    SELECT DISTINCT counted_member.household_no
    FROM counted_member
    SEMI JOIN aid_member ON counted_member.person_key = aid_member.person_key
),

judged AS (
    SELECT
        located_household.*,
        household_size.members,
        household_size.members - coalesce(authorised.members, 0) AS unauthorised,
        located_household.program IN ('最低生活保障', '低保边缘', '刚性支出困难')
        AND (
            located_household.is_active
            OR coalesce(located_household.status = '申请中' AND located_household.applied_on <= night.as_of, FALSE)
        ) AS in_verification,
        (
            located_household.status IN ('停发', '已退出')
            OR (located_household.program = '临时救助' AND located_household.is_active)
        )
        AND authorised.members = household_size.members AND aided.household_no IS NULL AS is_watched
    FROM located_household
    CROSS JOIN night
    INNER JOIN household_size ON located_household.household_no = household_size.household_no
    LEFT JOIN authorised ON located_household.household_no = authorised.household_no
    LEFT JOIN aided ON located_household.household_no = aided.household_no
)

SELECT *
FROM judged
WHERE in_verification OR is_watched OR (program = '特困供养' AND is_active)
