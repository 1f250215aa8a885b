/*---
name: aid_by_township
chinese: 在享_按乡镇
comment: 每个救助类别和乡镇街道一行:在享的家庭和共同生活成员
columns:
  program: 救助类别
  township: 乡镇街道代码:区划代码前9位
  division: 区划:没有名称时为代码
  households: 户数
  people: 人数
---*/
SELECT
    household.program,
    left(household.division_code, 9) AS township,
    coalesce(divisions_now.full_name, left(household.division_code, 9)) AS division,
    count(DISTINCT household.household_no) AS households,
    count(DISTINCT member.person_key) AS people
FROM fact.household AS household
LEFT JOIN fact.member AS member ON household.household_no = member.household_no AND member.member_kind = '共同生活'
LEFT JOIN divisions_now ON left(household.division_code, 9) = divisions_now.code
WHERE household.status = '在享'
GROUP BY ALL
