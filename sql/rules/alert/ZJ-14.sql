/*---
id: ZJ-14
title: 集中供养生活费发给个人
title_en: institution fee to a person
class: 资金
level: yellow
status: live
version: 1
needs: [civil_affairs.benefits]
reads: [active_benefit, person, household_place]
parameters: []
authorisation: false
legal_basis:
  - 特困人员集中供养资金由供养服务机构统一使用 [GK]
false_positives:
  - {case: 发给个人的是零用钱, check: 核对发放金额和零用钱标准}
  - {case: 已转为分散供养，供养方式未更新, check: 核对供养协议和变更日期}
sentence: "{benefit}在发，供养方式为集中，收款账户的户名却是领取人本人。请核对供养方式和收款账户。"
examples:
  - why: 特困供养、照料护理费各一例；户名与本记录或本人的姓名相同（空格、间隔号不论）
    as_of: 2026-11-22
    given:
      household: [{household_no: J1, program: 特困供养, status: 在享, approved_on: 2026-01-01, division_code: 999901001001}]
      person: [{person_key: P2, name: 古丽·买提}]
      benefit:
        - {record_no: B1, program: 特困供养, household_no: J1, person_key: P1, name: 王 一, account_holder: 王一, support_mode: 集中, start_on: 2026-01-01}
        - {record_no: B2, program: 特困照料护理费, person_key: P2, account_holder: 古丽•买提, support_mode: 集中, start_on: 2026-01-01, division_code: 999902}
    expect:
      - {anchor_record_no: B1, person_key: P1, household_no: J1, program: 特困供养, division_code: 999901001001}
      - {anchor_record_no: B2, household_no: null, division_code: 999902}
  - why: 户名是机构；分散供养；没有户名；别的待遇
    as_of: 2026-11-22
    given:
      benefit:
        - {program: 特困供养, person_key: P1, name: 王一, account_holder: 示例福利院, support_mode: 集中, start_on: 2026-01-01}
        - {program: 特困供养, person_key: P2, name: 王二, account_holder: 王二, support_mode: 分散, start_on: 2026-01-01}
        - {program: 特困供养, person_key: P3, name: 王三, support_mode: 集中, start_on: 2026-01-01}
        - {program: 高龄津贴, person_key: P4, name: 王四, account_holder: 王四, support_mode: 集中, start_on: 2026-01-01}
    expect: []
  - why: 已停发
    as_of: 2026-11-22
    given:
      benefit: [{program: 特困供养, person_key: P1, name: 王一, account_holder: 王一, support_mode: 集中, start_on: 2026-01-01, end_on: 2026-11-22}]
    expect: []
---*/
WITH held AS (
    SELECT
        active_benefit.*,
        regexp_replace(active_benefit.name, '[\s·•‧・.]', '', 'g') AS own_name,
        regexp_replace(person.name, '[\s·•‧・.]', '', 'g') AS known_name,
        regexp_replace(active_benefit.account_holder, '[\s·•‧・.]', '', 'g') AS holder_name
    FROM active_benefit
    LEFT JOIN person ON active_benefit.person_key = person.person_key
    WHERE active_benefit.program IN ('特困供养', '特困照料护理费') AND active_benefit.support_mode = '集中'
)

SELECT
    held.source_table AS anchor_table,
    held.record_no AS anchor_record_no,
    held.person_key,
    household_place.household_no,
    household_place.program,
    coalesce(household_place.division_code, held.division_code) AS division_code,
    held.program AS benefit,
    [{
        'source_table': held.source_table, 'record_no': held.record_no,
        'what': '集中供养的在发待遇：' || held.program, 'value': held.monthly_yuan::VARCHAR, 'on': held.start_on
    }] AS evidence
FROM held
LEFT JOIN household_place ON held.household_no = household_place.household_no
WHERE held.holder_name = held.own_name OR held.holder_name = held.known_name
