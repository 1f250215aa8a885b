-- 计入人口的家庭成员:共同生活且未死亡
-- Grain: household_members row (rules.md, "Counted member").
SELECT
    member.record_no,
    member.household_no,
    member.person_key,
    member.relation,
    member.declared_work,
    member.declared_income_yuan_month
FROM member
LEFT JOIN death_of ON member.person_key = death_of.person_key
WHERE member.member_kind = '共同生活' AND death_of.person_key IS NULL
