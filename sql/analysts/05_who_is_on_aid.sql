/*---
topic: 救助对象
question: 在享成员的年龄段和性别构成怎样?
english: What are the ages and sexes of people on aid?
reading: 年龄段截至本夜;年龄或性别不详的单列
---*/
SELECT
    household.program AS 救助类别,
    coalesce(person_bands.age_band, '不详') AS 年龄段,
    count(DISTINCT member.person_key) FILTER (WHERE person_bands.sex = '男') AS 男,
    count(DISTINCT member.person_key) FILTER (WHERE person_bands.sex = '女') AS 女,
    count(DISTINCT member.person_key) FILTER (WHERE person_bands.sex IS NULL) AS 性别不详
FROM fact.household AS household
INNER JOIN fact.member AS member ON household.household_no = member.household_no AND member.member_kind = '共同生活'
LEFT JOIN person_bands ON member.person_key = person_bands.person_key
WHERE household.status = '在享'
GROUP BY household.program, person_bands.age_band
ORDER BY 救助类别, cast(regexp_extract(person_bands.age_band, '^[0-9]+') AS INTEGER) NULLS LAST
