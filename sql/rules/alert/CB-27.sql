/*---
id: CB-27
title: 高龄津贴年龄不足
title_en: under age
class: 错保
level: yellow
status: live
version: 1
needs: [civil_affairs.benefits]
reads: [active_benefit, person_alive, policy, night]
parameters: [elder_allowance_age]
authorisation: false
policy_by: both
legal_basis:
  - 地方高龄津贴发放办法 [GK]
false_positives:
  - {case: 公安机关已更正出生日期, check: 查看户籍更正证明}
  - {case: 证件号码录入错误, check: 核对身份证原件}
sentence: 领取高龄津贴，出生日期为{birth_date}，未满{elder_allowance_age}周岁。
examples:
  - why: 明天才满八十周岁
    as_of: 2026-11-22
    policy: {elder_allowance_age: 80}
    given: &elder
      benefit: [{record_no: B1, program: 高龄津贴, person_key: P1, start_on: 2025-01-01, division_code: "999901001001"}]
      person: [{person_key: P1, birth_date: 1946-11-23}]
    expect: [{anchor_record_no: B1, person_key: P1, household_no: null, program: null, birth_date: 1946-11-23, elder_allowance_age: 80}]
  - why: 同上，家庭编号、类别和区划随家庭
    as_of: 2026-11-22
    policy: {elder_allowance_age: 80}
    given:
      <<: *elder
      household: [{household_no: H1, program: 特困供养, status: 停发, division_code: "999902001001"}]
      benefit: [{record_no: B1, program: 高龄津贴, person_key: P1, household_no: H1, start_on: 2025-01-01, division_code: "999901001001"}]
    expect: [{anchor_record_no: B1, household_no: H1, program: 特困供养, division_code: "999902001001"}]
  - why: 今天满八十周岁
    as_of: 2026-11-22
    policy: {elder_allowance_age: 80}
    given:
      <<: *elder
      person: [{person_key: P1, birth_date: 1946-11-22}]
    expect: []
  - why: 2月29日出生，平年在2月28日满岁
    as_of: 2026-02-28
    policy: {elder_allowance_age: 78}
    given:
      <<: *elder
      person: [{person_key: P1, birth_date: 1948-02-29}]
    expect: []
  - why: 2月29日出生，平年2月27日仍未满岁
    as_of: 2026-02-27
    policy: {elder_allowance_age: 78}
    given:
      <<: *elder
      person: [{person_key: P1, birth_date: 1948-02-29}]
    expect: [{anchor_record_no: B1}]
  - why: 出生日期未知
    as_of: 2026-11-22
    policy: {elder_allowance_age: 80}
    given:
      <<: *elder
      person: []
    expect: []
---*/
SELECT
    'civil_affairs.benefits' AS anchor_table,
    active_benefit.record_no AS anchor_record_no,
    active_benefit.person_key,
    active_benefit.home_no AS household_no,
    active_benefit.home_program AS program,
    active_benefit.place_code AS division_code,
    policy.locality,
    policy.residence,
    person_alive.birth_date,
    policy.elder_allowance_age,
    [{
        'source_table': active_benefit.source_table, 'record_no': active_benefit.record_no,
        'what': active_benefit.program, 'value': cast(active_benefit.monthly_yuan AS VARCHAR), 'on': active_benefit.start_on
    }] AS evidence
FROM active_benefit
CROSS JOIN night
INNER JOIN person_alive ON active_benefit.person_key = person_alive.person_key
INNER JOIN policy ON active_benefit.locality = policy.locality AND active_benefit.residence = policy.residence
WHERE
    active_benefit.program = '高龄津贴'
    AND person_alive.birth_date + to_years(cast(policy.elder_allowance_age AS INTEGER)) > night.as_of
