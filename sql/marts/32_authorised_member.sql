-- 已授权的计入成员:同一家庭、同一人、用途社会救助、核对日有效
-- Grain: household_members row (rules.md, "Authorised member").
SELECT counted_member.*
FROM counted_member
SEMI JOIN authorisation_in_force
    ON
    counted_member.household_no = authorisation_in_force.household_no
    AND counted_member.person_key = authorisation_in_force.person_key
