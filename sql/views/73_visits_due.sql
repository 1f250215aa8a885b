/*---
name: visits_due
chinese: 老年人_待探访
comment: 台账中的老年人下次应在何日前探访,七日内到期的和已逾期的;每人只列最早到期的一类
columns:
  person_key: 人员键
  name: 姓名
  class: 类别
  division: 区划:没有名称时为代码
  township: 乡镇代码
  last_on: 最近探访
  due_on: 应于
  overdue: 已逾期
---*/
WITH night AS (
    SELECT max(as_of) AS as_of
    FROM runs
)

SELECT
    care_list.person_key,
    persons.name,
    care_list.class,
    coalesce(divisions_now.full_name, care_list.division_code) AS division,
    care_list.township,
    care_list.last_on,
    care_list.due_on,
    NOT care_list.covered AS overdue
FROM care_list
CROSS JOIN night
LEFT JOIN persons ON care_list.person_key = persons.person_key
LEFT JOIN divisions_now ON care_list.division_code = divisions_now.code
WHERE care_list.topic = '老年人探访' AND care_list.due_on <= night.as_of + 7
QUALIFY row_number() OVER (
    PARTITION BY care_list.person_key ORDER BY care_list.due_on, care_list.class, care_list.record_no
) = 1
