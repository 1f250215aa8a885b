-- Grain: member record of one household, in the order of its generations. Names come whole and are masked before they
-- are shown; numbers and telephones are not asked for.
WITH authorised AS (
    SELECT DISTINCT authorisation_in_force.person_key
    FROM mart.authorisation_in_force
    WHERE authorisation_in_force.household_no = getvariable('household_no')
)

SELECT
    member.record_no,
    member.person_key,
    member.relation,
    member.member_kind,
    member.declared_work,
    member.declared_income_yuan_month,
    persons.name,
    persons.sex,
    persons.birth_date,
    persons.died_on,
    authorised.person_key IS NOT NULL AS authorised
FROM fact.member
LEFT JOIN persons ON member.person_key = persons.person_key
LEFT JOIN authorised ON member.person_key = authorised.person_key
WHERE member.household_no = getvariable('household_no')
ORDER BY
    list_position(['本人', '配偶', '父母', '祖父母', '兄弟姐妹', '子', '女', '孙子女', '其他'], member.relation) ASC,
    persons.birth_date ASC,
    member.record_no ASC
