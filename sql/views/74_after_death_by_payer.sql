/*---
name: after_death_by_payer
chinese: 身后名单
comment: 已知死亡而仍在发、仍在保的,按付款方;由付款方核实后依规定办理,疑似的先核实身份
columns:
  payer: 付款方
  item: 项目
  record_no: 业务流水号:付款方自己的记录
  name: 姓名
  died_on: 死亡日期
  since: 起始日期
  payments_after: 死亡次月起已发次数
  paid_after_yuan: 死亡次月起已发金额(元)
  confidence: 确定程度
  listed_on: 首次列入
  new_tonight: 本夜新列入
  person_key: 人员键
---*/
WITH night AS (
    SELECT max(as_of) AS as_of
    FROM runs
)

SELECT
    after_death.payer,
    after_death.item,
    after_death.record_no,
    persons.name,
    after_death.died_on,
    after_death.since,
    after_death.payments_after,
    after_death.paid_after_yuan,
    if(after_death.confidence = 'certain', '确定', '疑似') AS confidence,
    after_death.listed_on,
    after_death.listed_on = night.as_of AS new_tonight,
    after_death.person_key
FROM after_death
CROSS JOIN night
LEFT JOIN persons ON after_death.person_key = persons.person_key
