/*---
name: care_missing
chinese: 应知尽知_未落实
comment: 老年人、儿童、残疾人各事项应有而未落实的人;请上门了解并协助办理
columns:
  topic: 事项
  class: 类别
  person_key: 人员键
  name: 姓名
  division: 区划:没有名称时为代码
  township: 乡镇代码
  state: 情况
  last_on: 最近一次
  due_on: 应于
---*/
SELECT
    care_list.topic,
    care_list.class,
    care_list.person_key,
    persons.name,
    coalesce(divisions_now.full_name, care_list.division_code) AS division,
    care_list.township,
    care_list.state,
    care_list.last_on,
    care_list.due_on
FROM care_list
LEFT JOIN persons ON care_list.person_key = persons.person_key
LEFT JOIN divisions_now ON care_list.division_code = divisions_now.code
WHERE NOT care_list.covered
