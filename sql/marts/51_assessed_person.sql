-- 需核算家庭中已授权的成员
-- Grain: person_key. Other departments' facts of nobody else are looked at by the marts below.
SELECT DISTINCT authorised_member.person_key
FROM authorised_member
WHERE EXISTS (
    SELECT 1 FROM assessed_household
    WHERE assessed_household.household_no = authorised_member.household_no
)
