/*---
id: LB-13
title: 分散特困无照护协议或未按期评估
title_en: dispersed destitute without care agreement or assessment
class: 漏保
level: yellow
status: live
version: 1
needs: [civil_affairs.benefits, civil_affairs.households, civil_affairs.deaths]
reads: [dispersed_support, policy, night]
parameters: [care_assessment_months]
policy_by: both
authorisation: false
legal_basis:
  - 特困人员供养服务工作安排：分散供养的签订照料服务协议，每年评估自理能力 seed E
  - 特困人员认定办法（民发〔2021〕43号） [GK]
false_positives:
  - {case: 协议或评估已完成，台账未录入, check: 查看纸质协议和评估表，补录日期}
  - {case: 本人住院或外出，评估顺延, check: 询问村（居）委会，约定日期}
sentence: 分散供养的特困人员，{finding}。请核实并补签照护协议、补做自理能力评估。
examples:
  - why: 没有协议而当地有人签了；评估在12个月前当天
    as_of: 2026-11-22
    policy: &policy {care_assessment_months: 12}
    given:
      benefit:
        - {record_no: B1, program: 特困供养, person_key: P1, start_on: 2024-01-01, support_mode: 分散, assessed_on: 2026-01-01, division_code: 999901001001}
        - {record_no: B2, program: 特困供养, person_key: P2, start_on: 2024-01-01, support_mode: 分散, care_agreement_on: 2024-01-01, assessed_on: 2025-11-22}
        - {record_no: B3, program: 特困供养, person_key: P3, start_on: 2024-01-01, support_mode: 分散, care_agreement_on: 2024-01-01, assessed_on: 2025-11-23}
    expect:
      - {anchor_record_no: B1, person_key: P1, finding: 没有照护协议, division_code: 999901001001}
      - {anchor_record_no: B2, finding: 最近一次自理能力评估在2025-11-22，超过12个月}
  - why: 从未评估；集中供养的、已去世的、已停发的不在本规则
    as_of: 2026-11-22
    policy: *policy
    given:
      benefit:
        - {record_no: B1, program: 特困供养, person_key: P1, start_on: 2024-01-01, support_mode: 分散, care_agreement_on: 2024-01-01}
        - {record_no: B2, program: 特困供养, person_key: P2, start_on: 2024-01-01, support_mode: 集中, assessed_on: 2026-01-01}
        - {record_no: B3, program: 特困供养, person_key: P3, start_on: 2024-01-01, support_mode: 分散}
        - {record_no: B4, program: 特困供养, person_key: P4, start_on: 2024-01-01, end_on: 2026-11-22, support_mode: 分散}
      death: [{person_key: P3, died_on: 2026-11-01}]
    expect: [{anchor_record_no: B1, finding: 没有自理能力评估记录}]
  - why: 当地的台账没有这两列，空着不说明什么
    as_of: 2026-11-22
    policy: *policy
    given: {benefit: [{program: 特困供养, person_key: P1, start_on: 2024-01-01, support_mode: 分散}]}
    expect: []
  - why: 起发不满12个月的不催评估，仍催协议
    as_of: 2026-11-22
    policy: *policy
    given:
      benefit:
        - {record_no: B1, program: 特困供养, person_key: P1, start_on: 2026-01-01, support_mode: 分散, care_agreement_on: 2026-01-01}
        - {record_no: B2, program: 特困供养, person_key: P2, start_on: 2026-01-01, support_mode: 分散, assessed_on: 2026-01-01}
    expect: [{anchor_record_no: B2, finding: 没有照护协议}]
  - why: 评估间隔未知，不运行
    as_of: 2026-11-22
    policy: {}
    given:
      benefit:
        - {program: 特困供养, person_key: P1, start_on: 2024-01-01, support_mode: 分散, assessed_on: 2020-01-01}
        - {program: 特困供养, person_key: P2, start_on: 2024-01-01, support_mode: 分散, care_agreement_on: 2020-01-01}
    expect: []
---*/
WITH looked_at AS (
    SELECT
        dispersed_support.*,
        policy.care_assessment_months,
        night.as_of - to_months(policy.care_assessment_months::INTEGER) AS due_after
    FROM dispersed_support
    CROSS JOIN night
    INNER JOIN policy
        ON dispersed_support.locality = policy.locality AND dispersed_support.residence = policy.residence
    WHERE policy.care_assessment_months IS NOT NULL
),

tested AS (
    SELECT
        *,
        agreements_kept AND care_agreement_on IS NULL AS no_agreement,
        -- somebody supported for less than the interval is not late for the next assessment
        assessments_kept AND assessed_on IS NULL AND start_on <= due_after AS never_assessed,
        coalesce(assessed_on <= due_after, FALSE) AS assessed_long_ago
    FROM looked_at
)

SELECT
    source_table AS anchor_table,
    record_no AS anchor_record_no,
    person_key,
    household_no,
    '特困供养' AS program,
    division_code,
    locality,
    residence,
    care_assessment_months,
    array_to_string(
        if(no_agreement, ['没有照护协议'], []) || CASE
            WHEN never_assessed THEN ['没有自理能力评估记录']
            WHEN assessed_long_ago
                THEN ['最近一次自理能力评估在' || assessed_on || '，超过' || care_assessment_months || '个月']
            ELSE []
        END, '；'
    ) AS finding,
    [
        {
            'source_table': source_table, 'record_no': record_no,
            'what': '照护协议签订日期', 'value': care_agreement_on::VARCHAR, 'on': care_agreement_on
        },
        {
            'source_table': source_table, 'record_no': record_no,
            'what': '自理能力评估日期', 'value': assessed_on::VARCHAR, 'on': assessed_on
        }
    ] AS evidence
FROM tested
WHERE no_agreement OR never_assessed OR assessed_long_ago
