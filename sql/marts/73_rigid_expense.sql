-- 刚性支出:家庭已授权成员近十二个月个人负担的医疗费用
-- Grain: household_no (rules.md, "Verification"). A household without costs has no row.
SELECT
    authorised_member.household_no,
    cast(sum(medical_year.self_paid_yuan) AS DECIMAL(18, 2)) AS self_paid_yuan
FROM medical_year
INNER JOIN authorised_member ON medical_year.person_key = authorised_member.person_key
SEMI JOIN assessed_household ON authorised_member.household_no = assessed_household.household_no
GROUP BY authorised_member.household_no
