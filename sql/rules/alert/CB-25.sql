/*---
id: CB-25
title: 生活补贴失去低收入资格
title_en: living subsidy without low income
class: 错保
level: yellow
status: live
version: 1
needs: [civil_affairs.benefits, civil_affairs.households, civil_affairs.household_members, civil_affairs.deaths]
reads: [active_benefit, policy, counted_member, active_household]
parameters: [living_subsidy_programs]
authorisation: false
policy_by: both
legal_basis:
  - 国务院关于全面建立困难残疾人生活补贴和重度残疾人护理补贴制度的意见（国发〔2015〕52号）：生活补贴对象为低保家庭中的残疾人，地方可扩大到低收入残疾人 [GK]
false_positives:
  - {case: 当地将其他困难残疾人纳入, check: 核对地方补贴办法中的对象范围}
  - {case: 家庭刚退出低保，补贴从次月停发, check: 核对退出日期和停发月份}
  - {case: 家庭成员记录漏登, check: 查看低保审批表的家庭成员}
sentence: 领取困难残疾人生活补贴，但不是在享{living_subsidy_programs}家庭的共同生活成员。
examples:
  - why: 所在家庭的救助类别不在适用范围内
    as_of: 2026-11-22
    policy: {living_subsidy_programs: [最低生活保障, 低保边缘]}
    given: &edge
      household: [{household_no: H1, program: 刚性支出困难, status: 在享, approved_on: 2025-01-01}]
      member: [{household_no: H1, person_key: P1, relation: 本人, member_kind: 共同生活}]
      benefit: [{record_no: B1, program: 困难残疾人生活补贴, person_key: P1, start_on: 2025-01-01, division_code: "999902001001"}]
    expect: [{anchor_record_no: B1, household_no: null, program: null, division_code: "999902001001", living_subsidy_programs: 最低生活保障、低保边缘}]
  - why: 低保边缘家庭成员
    as_of: 2026-11-22
    policy: {living_subsidy_programs: [最低生活保障, 低保边缘]}
    given:
      <<: *edge
      household: [{household_no: H1, program: 低保边缘, status: 在享, approved_on: 2026-11-22}]
    expect: []
  - why: 同一家庭，当地只认最低生活保障
    as_of: 2026-11-22
    policy: {living_subsidy_programs: [最低生活保障]}
    given:
      <<: *edge
      household: [{household_no: H1, program: 低保边缘, status: 在享, approved_on: 2025-01-01}]
    expect: [{anchor_record_no: B1}]
  - why: 待遇写了家庭编号的，编号、类别和区划随家庭；编号查无此户的留空
    as_of: 2026-11-22
    policy: {living_subsidy_programs: [最低生活保障]}
    given:
      <<: *edge
      household: [{household_no: H1, program: 低保边缘, status: 在享, approved_on: 2025-01-01, division_code: "999901001001"}]
      benefit:
        - {record_no: B1, program: 困难残疾人生活补贴, person_key: P1, household_no: H1, start_on: 2025-01-01, division_code: "999902"}
        - {record_no: B2, program: 困难残疾人生活补贴, person_key: P1, household_no: H9, start_on: 2025-01-01, division_code: "999902"}
    expect:
      - {anchor_record_no: B1, household_no: H1, program: 低保边缘, division_code: "999901001001"}
      - {anchor_record_no: B2, household_no: null, program: null, division_code: "999902"}
  - why: 只是该家庭的法定义务人
    as_of: 2026-11-22
    policy: {living_subsidy_programs: [最低生活保障]}
    given:
      <<: *edge
      household: [{household_no: H1, program: 最低生活保障, status: 在享, approved_on: 2025-01-01}]
      member: [{household_no: H1, person_key: P1, relation: 子, member_kind: 法定义务人}]
    expect: [{anchor_record_no: B1}]
  - why: 参数未知，不核对
    as_of: 2026-11-22
    given: *edge
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
    policy.living_subsidy_programs,
    [{
        'source_table': active_benefit.source_table, 'record_no': active_benefit.record_no,
        'what': active_benefit.program, 'value': cast(active_benefit.monthly_yuan AS VARCHAR), 'on': active_benefit.start_on
    }] AS evidence
FROM active_benefit
INNER JOIN policy ON active_benefit.locality = policy.locality AND active_benefit.residence = policy.residence
WHERE
    active_benefit.program = '困难残疾人生活补贴'
    AND policy.living_subsidy_programs IS NOT NULL
    AND NOT EXISTS (
        SELECT 1
        FROM counted_member
        INNER JOIN active_household ON counted_member.household_no = active_household.household_no
        WHERE
            counted_member.person_key = active_benefit.person_key
            AND list_contains(policy.living_subsidy_programs, active_household.program)
    )
