/*---
id: CF-04
title: 特困与残疾人两项补贴同享
title_en: 特困 with a disability subsidy
class: 重复
level: yellow
status: live
version: 1
needs: [civil_affairs.benefits]
reads: [active_benefit, household_place]
parameters: []
authorisation: false
legal_basis:
  - 国务院关于全面建立困难残疾人生活补贴和重度残疾人护理补贴制度的意见（国发〔2015〕52号）：与特困供养不重复享受 [GK]
  - 宁国市特困供养标准：自理照料护理费不高于当地护理补贴 [S56]
false_positives:
  - {case: 当地规定允许同时享受, check: 核对本地两项补贴实施办法}
  - {case: 由补贴转特困的当月, check: 核对停发日期和当月发放明细}
sentence: "{subsidy}在发，同时有在发的特困供养待遇。请核实两项能否同时享受。"
examples:
  - why: 两项补贴各报一次；没有家庭编号的补贴取特困供养待遇的家庭
    as_of: 2026-11-22
    given:
      household: [{household_no: J1, program: 特困供养, status: 在享, approved_on: 2026-01-01, division_code: 999901001001}]
      benefit:
        - {record_no: B1, program: 特困供养, person_key: P1, start_on: 2026-01-01, household_no: J1}
        - {record_no: B2, program: 重度残疾人护理补贴, person_key: P1, start_on: 2026-11-22, division_code: 999902}
        - {record_no: B3, program: 困难残疾人生活补贴, person_key: P1, start_on: 2026-01-01, division_code: 999902}
    expect:
      - {anchor_record_no: B2, person_key: P1, household_no: J1, program: 特困供养, division_code: 999901001001}
      - {anchor_record_no: B3, household_no: J1}
  - why: 补贴当天停发
    as_of: 2026-11-22
    given:
      benefit:
        - {program: 特困供养, person_key: P1, start_on: 2026-01-01}
        - {program: 重度残疾人护理补贴, person_key: P1, start_on: 2026-01-01, end_on: 2026-11-22}
    expect: []
  - why: 特困照料护理费、养老服务补贴不是残疾人补贴；低保与补贴可以同享
    as_of: 2026-11-22
    given:
      benefit:
        - {program: 特困供养, person_key: P1, start_on: 2026-01-01}
        - {program: 特困照料护理费, person_key: P1, start_on: 2026-01-01}
        - {program: 养老服务补贴, person_key: P1, start_on: 2026-01-01}
        - {program: 最低生活保障, person_key: P2, start_on: 2026-01-01}
        - {program: 困难残疾人生活补贴, person_key: P2, start_on: 2026-01-01}
    expect: []
---*/
WITH subsidised AS (
    SELECT person_key
    FROM active_benefit
    WHERE program IN ('困难残疾人生活补贴', '重度残疾人护理补贴')
),

destitute AS (
    SELECT
        active_benefit.person_key,
        min(active_benefit.household_no) AS household_no,
        list(active_benefit.item ORDER BY active_benefit.record_no) AS items
    FROM active_benefit
    SEMI JOIN subsidised ON active_benefit.person_key = subsidised.person_key
    WHERE active_benefit.program = '特困供养'
    GROUP BY active_benefit.person_key
)

SELECT
    active_benefit.source_table AS anchor_table,
    active_benefit.record_no AS anchor_record_no,
    active_benefit.person_key,
    household_place.household_no,
    household_place.program,
    coalesce(household_place.division_code, active_benefit.division_code) AS division_code,
    active_benefit.program AS subsidy,
    list_concat([active_benefit.item], destitute.items) AS evidence
FROM active_benefit
INNER JOIN destitute ON active_benefit.person_key = destitute.person_key
LEFT JOIN household_place
    ON coalesce(active_benefit.household_no, destitute.household_no) = household_place.household_no
WHERE active_benefit.program IN ('困难残疾人生活补贴', '重度残疾人护理补贴')
