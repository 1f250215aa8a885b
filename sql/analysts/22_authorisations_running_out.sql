/*---
topic: 核对
question: 未来一年每月有多少人的核对授权到期,现在有多少人没有有效授权?
english: How many authorisations run out in each coming month, and who has none now?
reading: 只看在享家庭的共同生活成员和用途“社会救助”的授权书;没有截止日的视为长期
---*/
WITH night AS (SELECT max(as_of) AS as_of FROM runs),

held AS (
    SELECT
        member.person_key,
        household.household_no,
        max(coalesce(authorisation.valid_until, DATE '9999-12-31')) FILTER (
            WHERE authorisation.signed_on <= night.as_of AND coalesce(authorisation.revoked_on > night.as_of, true)
            AND coalesce(authorisation.valid_until >= night.as_of, true)
        ) AS until_on
    FROM fact.household AS household
    CROSS JOIN night
    INNER JOIN fact.member AS member
        ON household.household_no = member.household_no AND member.member_kind = '共同生活'
    LEFT JOIN fact.authorisation AS authorisation
        ON
        household.household_no = authorisation.household_no AND member.person_key = authorisation.person_key
        AND authorisation.purpose = '社会救助'
    WHERE household.status = '在享'
    GROUP BY ALL
)

SELECT
    CASE
        WHEN held.until_on IS null THEN '没有有效授权'
        WHEN held.until_on >= night.as_of + INTERVAL 12 MONTH THEN '一年以后或长期'
        ELSE strftime(held.until_on, '%Y-%m')
    END AS 授权到期月份,
    count(DISTINCT held.person_key) AS 人数,
    count(DISTINCT held.household_no) AS 涉及户数
FROM held
CROSS JOIN night
GROUP BY ALL
ORDER BY 授权到期月份
