-- 已授权的计入成员:同一家庭、同一人、用途社会救助、核对日有效
-- Grain: household_members row (rules.md, "Authorised member").
SELECT counted_member.*
FROM counted_member
WHERE EXISTS (
    SELECT 1
    FROM authorisation
    CROSS JOIN night
    WHERE
        authorisation.household_no = counted_member.household_no
        AND authorisation.person_key = counted_member.person_key
        AND authorisation.purpose = '社会救助'
        AND authorisation.signed_on <= night.as_of
        AND (authorisation.valid_until IS NULL OR authorisation.valid_until >= night.as_of)
        AND (authorisation.revoked_on IS NULL OR authorisation.revoked_on > night.as_of)
)
