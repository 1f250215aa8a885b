/*---
id: CF-07
title: 养老护理补贴与残疾护理补贴同享
title_en: elderly service subsidy with the care subsidy
class: 重复
level: blue
status: live
version: 1
needs: [civil_affairs.benefits]
reads: [active_benefit, policy]
parameters: [care_subsidies_choose_one]
policy_by: both
authorisation: false
legal_basis:
  - 国发〔2015〕52号：护理补贴与同类护理性质的补贴择一享受，以当地规定为准 [GK]
false_positives:
  - {case: 养老服务补贴不含护理项目, check: 核对服务项目和本地办法}
  - {case: 择高手续尚在办理, check: 核对择高审批}
sentence: 养老服务补贴在发，同时有在发的重度残疾人护理补贴；当地规定两项择一。请核实应保留的一项。
examples:
  - why: 两项在发；报在养老服务补贴上
    as_of: 2026-11-22
    policy: &policy {care_subsidies_choose_one: true}
    given: &given
      household: [{household_no: J1, program: 最低生活保障, status: 在享, approved_on: 2026-01-01, division_code: 999901001001}]
      benefit:
        - {record_no: B1, program: 养老服务补贴, person_key: P1, household_no: J1, start_on: 2026-01-01}
        - {record_no: B2, program: 重度残疾人护理补贴, person_key: P1, start_on: 2026-01-01}
    expect: [{anchor_record_no: B1, person_key: P1, household_no: J1, program: 最低生活保障, division_code: 999901001001}]
  - why: 当地允许同享
    as_of: 2026-11-22
    policy: {care_subsidies_choose_one: false}
    given: *given
    expect: []
  - why: 护理补贴已停；生活补贴不是护理补贴
    as_of: 2026-11-22
    policy: *policy
    given:
      benefit:
        - {program: 养老服务补贴, person_key: P1, start_on: 2026-01-01}
        - {program: 重度残疾人护理补贴, person_key: P1, start_on: 2026-01-01, end_on: 2026-11-22}
        - {program: 困难残疾人生活补贴, person_key: P1, start_on: 2026-01-01}
    expect: []
  - why: 当地规定未知，不问
    as_of: 2026-11-22
    given: *given
    expect: []
---*/
WITH care AS (
    SELECT
        person_key,
        list_sort(list(item)) AS items
    FROM active_benefit
    WHERE program = '重度残疾人护理补贴'
    GROUP BY person_key
)

SELECT
    active_benefit.source_table AS anchor_table,
    active_benefit.record_no AS anchor_record_no,
    active_benefit.person_key,
    active_benefit.home_no AS household_no,
    active_benefit.home_program AS program,
    active_benefit.place_code AS division_code,
    list_concat([active_benefit.item], care.items) AS evidence
FROM active_benefit
INNER JOIN care ON active_benefit.person_key = care.person_key
INNER JOIN policy ON active_benefit.locality = policy.locality AND active_benefit.residence = policy.residence
WHERE active_benefit.program = '养老服务补贴' AND policy.care_subsidies_choose_one
