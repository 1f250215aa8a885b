/*---
id: LB-02
title: 低保残疾人未享生活补贴
title_en: low-income disabled person without living subsidy
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
reads: [card_in_force, counted_member, active_household, active_benefit]
parameters: []
authorisation: false
legal_basis:
  - 国务院关于全面建立困难残疾人生活补贴和重度残疾人护理补贴制度的意见（国发〔2015〕52号） [GK]
false_positives:
  - {case: 本人或监护人书面放弃, check: 查看放弃声明，没有声明的上门告知}
sentence: 最低生活保障家庭的共同生活成员，持有效{category}残疾{grade}证，没有在发的困难残疾人生活补贴，也没有孤儿基本生活费。请核实并主动告知可以申领。
examples:
  - why: 四级证也算；报在有效证中流水号最小的一张；区划随家庭
    as_of: 2026-11-22
    given:
      household: &home [{household_no: J1, program: 最低生活保障, status: 在享, approved_on: 2026-11-22, division_code: 999901001001}]
      member: &member [{household_no: J1, person_key: P1, member_kind: 共同生活}]
      disability_card: &cards
        - {record_no: D1, person_key: P1, grade: 一级, status: 过期}
        - {record_no: D2, person_key: P1, grade: 四级, status: 有效, division_code: 999902001001}
        - {record_no: D3, person_key: P1, grade: 一级, status: 有效}
    expect: [{anchor_record_no: D2, person_key: P1, household_no: J1, program: 最低生活保障, division_code: 999901001001}]
  - why: 已享生活补贴
    as_of: 2026-11-22
    given:
      household: *home
      member: *member
      disability_card: *cards
      benefit: [{program: 困难残疾人生活补贴, person_key: P1, start_on: 2026-11-22}]
    expect: []
  - why: 已享孤儿基本生活费
    as_of: 2026-11-22
    given:
      household: *home
      member: *member
      disability_card: *cards
      benefit: [{program: 孤儿基本生活费, person_key: P1, start_on: 2026-01-01}]
    expect: []
  - why: 护理补贴、事实无人抚养儿童基本生活费、明天才起发的生活补贴都不能代替
    as_of: 2026-11-22
    given:
      household: *home
      member: *member
      disability_card: *cards
      benefit:
        - {program: 重度残疾人护理补贴, person_key: P1, start_on: 2026-01-01}
        - {program: 事实无人抚养儿童基本生活费, person_key: P1, start_on: 2026-01-01}
        - {program: 困难残疾人生活补贴, person_key: P1, start_on: 2026-11-23}
    expect: [{anchor_record_no: D2}]
  - why: 家庭明天才批准
    as_of: 2026-11-21
    given: {household: *home, member: *member, disability_card: *cards}
    expect: []
  - why: 低保边缘家庭不在本规则
    as_of: 2026-11-22
    given:
      household: [{household_no: J1, program: 低保边缘, status: 在享, approved_on: 2026-01-01}]
      member: *member
      disability_card: *cards
    expect: []
  - why: 已去世
    as_of: 2026-11-22
    given: {household: *home, member: *member, disability_card: *cards, death: [{person_key: P1, died_on: 2026-11-01}]}
    expect: []
---*/
WITH subsidised AS (
    SELECT person_key
    FROM active_benefit
    WHERE program IN ('困难残疾人生活补贴', '孤儿基本生活费')
)

SELECT
    card_in_force.source_table AS anchor_table,
    card_in_force.record_no AS anchor_record_no,
    card_in_force.person_key,
    active_household.household_no,
    active_household.program,
    active_household.division_code,
    card_in_force.category,
    card_in_force.grade,
    [
        {
            'source_table': active_household.source_table, 'record_no': active_household.record_no,
            'what': '在享家庭', 'value': active_household.program, 'on': active_household.approved_on
        },
        {
            'source_table': card_in_force.source_table, 'record_no': card_in_force.record_no,
            'what': '残疾人证', 'value': card_in_force.grade, 'on': card_in_force.issued_on
        }
    ] AS evidence
FROM card_in_force
INNER JOIN counted_member ON card_in_force.person_key = counted_member.person_key
INNER JOIN active_household ON counted_member.household_no = active_household.household_no
ANTI JOIN subsidised ON card_in_force.person_key = subsidised.person_key
WHERE active_household.program = '最低生活保障'
QUALIFY row_number() OVER (
    PARTITION BY card_in_force.person_key
    ORDER BY card_in_force.record_no, active_household.household_no, active_household.record_no
) = 1
