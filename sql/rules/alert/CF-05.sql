/*---
id: CF-05
title: 孤儿与残疾人生活补贴同享
title_en: orphans' allowance with the living subsidy
class: 重复
level: yellow
status: live
version: 1
needs: [civil_affairs.benefits]
reads: [active_benefit, household_place]
parameters: []
authorisation: false
legal_basis:
  - 国务院关于全面建立困难残疾人生活补贴和重度残疾人护理补贴制度的意见（国发〔2015〕52号）：孤儿基本生活保障与生活补贴不重复享受，可与护理补贴同享 [GK]
false_positives:
  - {case: 当地规定允许同时享受, check: 核对本地两项补贴实施办法}
  - {case: 纳入孤儿或事实无人抚养儿童保障的当月, check: 核对生活补贴停发日期和当月发放明细}
sentence: 困难残疾人生活补贴在发，同时有在发的{allowance}。请核实两项能否同时享受。
examples:
  - why: 孤儿、事实无人抚养儿童各一例；生活补贴上没有家庭编号也没有区划的，用儿童待遇的区划
    as_of: 2026-11-22
    given:
      household: [{household_no: J1, program: 最低生活保障, status: 在享, approved_on: 2026-01-01, division_code: 999901001001}]
      benefit:
        - {record_no: B1, program: 孤儿基本生活费, person_key: P1, start_on: 2026-01-01}
        - {record_no: B2, program: 困难残疾人生活补贴, person_key: P1, start_on: 2026-11-22, household_no: J1}
        - {record_no: B3, program: 事实无人抚养儿童基本生活费, person_key: P2, start_on: 2026-01-01, division_code: 999902}
        - {record_no: B4, program: 困难残疾人生活补贴, person_key: P2, start_on: 2026-01-01}
    expect:
      - {anchor_record_no: B2, person_key: P1, household_no: J1, program: 最低生活保障, allowance: 孤儿基本生活费, division_code: 999901001001}
      - {anchor_record_no: B4, allowance: 事实无人抚养儿童基本生活费, household_no: null, division_code: 999902}
  - why: 与重度残疾人护理补贴可以同享
    as_of: 2026-11-22
    given:
      benefit:
        - {program: 孤儿基本生活费, person_key: P1, start_on: 2026-01-01}
        - {program: 重度残疾人护理补贴, person_key: P1, start_on: 2026-01-01}
    expect: []
  - why: 孤儿基本生活费已停发；另一人的生活补贴
    as_of: 2026-11-22
    given:
      benefit:
        - {program: 孤儿基本生活费, person_key: P1, start_on: 2026-01-01, end_on: 2026-11-22}
        - {program: 困难残疾人生活补贴, person_key: P1, start_on: 2026-01-01}
        - {program: 孤儿基本生活费, person_key: P3, start_on: 2026-01-01}
    expect: []
---*/
WITH child_allowance AS (
    SELECT
        person_key,
        min(program) AS allowance,
        min(household_no) AS household_no,
        min(division_code) AS division_code,
        list_sort(list(item)) AS items
    FROM active_benefit
    WHERE program IN ('孤儿基本生活费', '事实无人抚养儿童基本生活费')
    GROUP BY person_key
)

SELECT
    active_benefit.source_table AS anchor_table,
    active_benefit.record_no AS anchor_record_no,
    active_benefit.person_key,
    household_place.household_no,
    household_place.program,
    coalesce(household_place.division_code, active_benefit.division_code, child_allowance.division_code) AS division_code,
    child_allowance.allowance,
    list_concat([active_benefit.item], child_allowance.items) AS evidence
FROM active_benefit
INNER JOIN child_allowance ON active_benefit.person_key = child_allowance.person_key
LEFT JOIN household_place
    ON coalesce(active_benefit.household_no, child_allowance.household_no) = household_place.household_no
WHERE active_benefit.program = '困难残疾人生活补贴'
