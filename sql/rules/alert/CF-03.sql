/*---
id: CF-03
title: 特困与孤儿同享
title_en: 特困 with the orphans' allowance
class: 重复
level: yellow
status: live
version: 1
needs: [civil_affairs.benefits]
reads: [active_benefit]
parameters: []
authorisation: false
legal_basis:
  - 特困人员认定办法（民发〔2021〕43号） [GK]
  - 特困人员认定条件：未满16周岁同时符合孤儿条件的，纳入孤儿保障 [S109]
false_positives:
  - {case: 由特困转孤儿保障的当月，停发手续尚在办理, check: 核对停发日期和当月发放明细}
  - {case: 同一人的两项待遇分属两次认定，其中一项已批准退出但未录停发日期, check: 核对退出审批，补录停发日期}
sentence: 特困供养待遇在发，同时有在发的孤儿基本生活费。同时符合两项条件的儿童只纳入孤儿保障，请核实应保留的一项。
examples:
  - why: 两条特困供养各报一次；没有家庭编号的用本条区划
    as_of: 2026-11-22
    given:
      household: [{household_no: J1, program: 特困供养, status: 在享, approved_on: 2026-01-01, division_code: 999901001001}]
      benefit:
        - {record_no: B1, program: 孤儿基本生活费, person_key: P1, start_on: 2026-11-22}
        - {record_no: B2, program: 特困供养, person_key: P1, start_on: 2026-01-01, end_on: 2026-11-23, household_no: J1}
        - {record_no: B3, program: 特困供养, person_key: P1, start_on: 2026-01-01, division_code: 999902}
    expect:
      - {anchor_record_no: B2, person_key: P1, household_no: J1, program: 特困供养, division_code: 999901001001}
      - {anchor_record_no: B3, household_no: null, division_code: 999902}
  - why: 孤儿基本生活费今天停发、明天才起发
    as_of: 2026-11-22
    given:
      benefit:
        - {program: 特困供养, person_key: P1, start_on: 2026-01-01}
        - {program: 孤儿基本生活费, person_key: P1, start_on: 2026-01-01, end_on: 2026-11-22}
        - {program: 孤儿基本生活费, person_key: P1, start_on: 2026-11-23}
    expect: []
  - why: 事实无人抚养儿童、特困照料护理费不在本规则；另一人领孤儿基本生活费不算
    as_of: 2026-11-22
    given:
      benefit:
        - {program: 特困供养, person_key: P1, start_on: 2026-01-01, household_no: J1}
        - {program: 事实无人抚养儿童基本生活费, person_key: P1, start_on: 2026-01-01}
        - {program: 孤儿基本生活费, person_key: P2, start_on: 2026-01-01, household_no: J1}
        - {program: 特困照料护理费, person_key: P2, start_on: 2026-01-01}
    expect: []
  - why: 孤儿基本生活费凭尚未确认的关联属于同一人
    as_of: 2026-11-22
    given:
      benefit:
        - {record_no: B1, program: 特困供养, person_key: P1, start_on: 2026-01-01}
        - {record_no: B2, program: 孤儿基本生活费, person_key: P1, person_apart_key: P9, start_on: 2026-01-01}
    expect: [{anchor_record_no: B1, certainty: likely}]
---*/
WITH orphan AS (
    SELECT
        person_key,
        list_sort(list(item)) AS items
    FROM active_benefit
    WHERE program = '孤儿基本生活费'
    GROUP BY person_key
)

SELECT
    active_benefit.source_table AS anchor_table,
    active_benefit.record_no AS anchor_record_no,
    active_benefit.person_key,
    active_benefit.home_no AS household_no,
    active_benefit.home_program AS program,
    active_benefit.place_code AS division_code,
    list_concat([active_benefit.item], orphan.items) AS evidence
FROM active_benefit
INNER JOIN orphan ON active_benefit.person_key = orphan.person_key
WHERE active_benefit.program = '特困供养'
