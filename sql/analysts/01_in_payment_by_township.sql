/*---
topic: 救助对象
question: 各乡镇各类别在享家庭有多少户、多少人?
english: How many households and people are in payment, by township and program?
reading: 人数为共同生活成员;没有名称的区划显示代码
---*/
SELECT
    coalesce(divisions_now.full_name, left(household.division_code, 9), '不详') AS 乡镇街道,
    household.program AS 救助类别,
    count(DISTINCT household.household_no) AS 户数,
    count(DISTINCT member.person_key) AS 人数
FROM fact.household AS household
LEFT JOIN fact.member AS member ON household.household_no = member.household_no AND member.member_kind = '共同生活'
LEFT JOIN divisions_now ON left(household.division_code, 9) = divisions_now.code
WHERE household.status = '在享'
GROUP BY ALL
ORDER BY ALL
