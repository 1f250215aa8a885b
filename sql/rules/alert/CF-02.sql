/*---
id: CF-02
title: 低保与特困同享
title_en: 低保 and 特困 together
class: 重复
level: yellow
status: live
version: 1
needs: [civil_affairs.benefits]
reads: [active_benefit]
parameters: []
authorisation: false
legal_basis:
  - 特困人员认定办法（民发〔2021〕43号）：纳入特困供养的不再适用最低生活保障 [GK]
  - 最低生活保障审核确认办法（民发〔2021〕57号） [GK]
false_positives:
  - {case: 由低保转特困的当月，停发手续尚在办理, check: 核对停发日期和当月发放明细}
sentence: 特困供养待遇在发，同时有{dibao_rows}条在发的最低生活保障待遇。请核实应保留的一项。
examples:
  - why: 两条特困供养各报一次
    as_of: 2026-11-22
    given:
      household: [{household_no: J1, program: 特困供养, status: 在享, approved_on: 2026-01-01, division_code: 999901001001}]
      benefit:
        - {record_no: B1, program: 最低生活保障, person_key: P1, start_on: 2026-11-22, household_no: J9}
        - {record_no: B2, program: 特困供养, person_key: P1, start_on: 2026-01-01, end_on: 2026-11-23, household_no: J1, division_code: 999901}
        - {record_no: B3, program: 特困供养, person_key: P1, start_on: 2026-01-01, division_code: 999902}
    expect:
      - {anchor_record_no: B2, person_key: P1, household_no: J1, program: 特困供养, division_code: 999901001001, dibao_rows: 1}
      - {anchor_record_no: B3, person_key: P1, household_no: null, program: null, division_code: 999902}
  - why: 低保当天停发、明天才起发，都不算同享
    as_of: 2026-11-22
    given:
      benefit:
        - {program: 最低生活保障, person_key: P1, start_on: 2026-01-01, end_on: 2026-11-22}
        - {program: 最低生活保障, person_key: P1, start_on: 2026-11-23}
        - {program: 特困供养, person_key: P1, start_on: 2026-01-01}
    expect: []
  - why: 特困照料护理费不是特困供养；同户的另一人领低保不算
    as_of: 2026-11-22
    given:
      benefit:
        - {program: 特困照料护理费, person_key: P1, start_on: 2026-01-01}
        - {program: 最低生活保障, person_key: P1, start_on: 2026-01-01, household_no: J1}
        - {program: 特困供养, person_key: P2, start_on: 2026-01-01, household_no: J1}
    expect: []
---*/
WITH destitute AS (
    SELECT person_key
    FROM active_benefit
    WHERE program = '特困供养'
),

dibao AS (
    SELECT
        active_benefit.person_key,
        count(*) AS dibao_rows,
        list(active_benefit.item ORDER BY active_benefit.record_no) AS items
    FROM active_benefit
    SEMI JOIN destitute ON active_benefit.person_key = destitute.person_key
    WHERE active_benefit.program = '最低生活保障'
    GROUP BY active_benefit.person_key
)

SELECT
    active_benefit.source_table AS anchor_table,
    active_benefit.record_no AS anchor_record_no,
    active_benefit.person_key,
    active_benefit.home_no AS household_no,
    active_benefit.home_program AS program,
    active_benefit.place_code AS division_code,
    dibao.dibao_rows,
    list_concat([active_benefit.item], dibao.items) AS evidence
FROM active_benefit
INNER JOIN dibao ON active_benefit.person_key = dibao.person_key
WHERE active_benefit.program = '特困供养'
