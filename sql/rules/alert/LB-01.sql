/*---
id: LB-01
title: 重度残疾未享护理补贴
title_en: severe disability without care subsidy
class: 漏保
level: yellow
status: live
version: 1
needs:
  - civil_affairs.disabilities
  - civil_affairs.benefits
  - civil_affairs.deaths
  - civil_affairs.households
  - civil_affairs.household_members
reads: [card_in_force, death_of, active_benefit, aid_member]
parameters: []
authorisation: false
legal_basis:
  - 国务院关于全面建立困难残疾人生活补贴和重度残疾人护理补贴制度的意见（国发〔2015〕52号） [GK]
false_positives:
  - {case: 本人自愿选择其他更高的补贴（如工伤护理费）, check: 核对其他补贴的发放凭证和本人选择书}
  - {case: 户籍已迁出本地, check: 核对户籍所在地和迁移日期}
sentence: 持有效{category}残疾{grade}证，没有在发的重度残疾人护理补贴，也不是在享特困供养家庭的共同生活成员。请核实并主动告知可以申领。
examples:
  - why: 报在一级、二级证中流水号最小的一张；三级证流水号更小但不算；当天到期仍有效
    as_of: 2026-11-22
    given:
      disability_card: &cards
        - {record_no: D1, person_key: P1, category: 视力, grade: 三级, status: 有效}
        - {record_no: D3, person_key: P1, category: 肢体, grade: 一级, status: 有效, division_code: 999901001001}
        - {record_no: D2, person_key: P1, category: 听力, grade: 二级, status: 有效, valid_until: 2026-11-22, division_code: 999901001002}
    expect: [{anchor_record_no: D2, person_key: P1, household_no: null, program: null, division_code: 999901001002, certainty: certain}]
  - why: 三级、昨天到期、已注销都不算
    as_of: 2026-11-22
    given:
      disability_card:
        - {person_key: P1, grade: 三级, status: 有效}
        - {person_key: P2, grade: 一级, status: 有效, valid_until: 2026-11-21}
        - {person_key: P3, grade: 一级, status: 注销}
    expect: []
  - why: 护理补贴当天起发
    as_of: 2026-11-22
    given: {disability_card: *cards, benefit: [{program: 重度残疾人护理补贴, person_key: P1, start_on: 2026-11-22}]}
    expect: []
  - why: 护理补贴当天停发
    as_of: 2026-11-22
    given: {disability_card: *cards, benefit: [{program: 重度残疾人护理补贴, person_key: P1, start_on: 2026-01-01, end_on: 2026-11-22}]}
    expect: [{anchor_record_no: D2}]
  - why: 在发的补贴凭尚未确认的关联属于本人，仍提示核实
    as_of: 2026-11-22
    given:
      disability_card: *cards
      benefit: [{program: 重度残疾人护理补贴, person_key: P1, person_apart_key: P9, start_on: 2026-01-01}]
    expect: [{anchor_record_no: D2, certainty: likely}]
  - why: 已去世
    as_of: 2026-11-22
    given: {disability_card: *cards, death: [{person_key: P1, died_on: 2026-11-22}]}
    expect: []
  - why: 在享特困供养家庭的共同生活成员
    as_of: 2026-11-22
    given:
      disability_card: *cards
      household: &home [{household_no: J1, program: 特困供养, status: 在享, approved_on: 2026-01-01}]
      member: [{household_no: J1, person_key: P1, member_kind: 共同生活}]
    expect: []
  - why: 只是特困供养家庭的法定义务人
    as_of: 2026-11-22
    given: {disability_card: *cards, household: *home, member: [{household_no: J1, person_key: P1, member_kind: 法定义务人}]}
    expect: [{anchor_record_no: D2}]
---*/
WITH provided_for AS (
    SELECT person_key
    FROM active_benefit
    WHERE program = '重度残疾人护理补贴'
    UNION ALL
    SELECT person_key
    FROM aid_member
    WHERE program = '特困供养'
)

SELECT
    card_in_force.source_table AS anchor_table,
    card_in_force.record_no AS anchor_record_no,
    card_in_force.person_key,
    NULL::VARCHAR AS household_no,
    NULL::VARCHAR AS program,
    card_in_force.division_code,
    card_in_force.category,
    card_in_force.grade,
    [{
        'source_table': card_in_force.source_table, 'record_no': card_in_force.record_no,
        'what': '残疾人证', 'value': card_in_force.grade, 'on': card_in_force.issued_on
    }] AS evidence
FROM card_in_force
ANTI JOIN death_of ON card_in_force.person_key = death_of.person_key
ANTI JOIN provided_for ON card_in_force.person_key = provided_for.person_key
WHERE card_in_force.grade IN ('一级', '二级')
QUALIFY row_number() OVER (PARTITION BY card_in_force.person_key ORDER BY card_in_force.record_no) = 1
