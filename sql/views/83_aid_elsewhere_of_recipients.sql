/*---
name: aid_elsewhere_of_recipients
chinese: 外地待遇_本地在享
comment: 其他核对中心反馈的在发待遇,而本人在本地也有同类在发待遇:请核实是否重复,不作结论
columns:
  person_key: 人员键
  name: 姓名
  program: 待遇类别
  centre_code: 反馈单位区划
  there_yuan_month: 外地月金额(元)
  there_from: 外地起始日期
  here_yuan_month: 本地月金额(元)
  here_from: 本地起始日期
  here_record_no: 本地业务流水号
---*/
WITH night AS (
    SELECT max(as_of) AS as_of
    FROM runs
)

SELECT
    there.person_key,
    persons.name,
    there.program,
    there.centre_code,
    there.yuan_month AS there_yuan_month,
    there.from_on AS there_from,
    here.monthly_yuan AS here_yuan_month,
    here.start_on AS here_from,
    here.record_no AS here_record_no
FROM fact.aid_elsewhere AS there
CROSS JOIN night
INNER JOIN fact.benefit AS here ON there.person_key = here.person_key AND there.program = here.program
LEFT JOIN persons ON there.person_key = persons.person_key
WHERE here.start_on <= night.as_of AND (here.end_on IS NULL OR here.end_on > night.as_of)
