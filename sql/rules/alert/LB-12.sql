/*---
id: LB-12
title: 失能特困人员应集中供养而未集中
title_en: destitute unable to care for themselves, not in an institution
class: 漏保
level: yellow
status: live
version: 1
needs: [civil_affairs.benefits, civil_affairs.households, civil_affairs.deaths]
reads: [dispersed_support]
parameters: []
policy_by: both
authorisation: false
legal_basis:
  - 生活不能自理特困人员集中供养率：不低于60% seed A；失能失智特困人员100%集中供养 seed D
  - 有集中供养意愿的应集中尽集中 seed E
false_positives:
  - {case: 本人书面不愿入住机构, check: 查看书面意愿，补录集中供养意愿}
  - {case: 机构床位已满，正在轮候, check: 核对轮候登记，先落实居家照护}
sentence: 分散供养的特困人员，照料护理等级为全护理，{finding}。请上门了解意愿，愿意的尽快安排集中供养。
examples:
  - why: 愿意集中供养；意愿未登记而没有照护协议（当地有人签了）
    as_of: 2026-11-22
    given:
      benefit:
        - {record_no: B1, program: 特困供养, person_key: P1, start_on: 2024-01-01, support_mode: 分散, care_grade: 全护理, wishes_institution: 愿意, care_agreement_on: 2024-01-01, division_code: 999901001001}
        - {record_no: B2, program: 特困供养, person_key: P2, start_on: 2024-01-01, support_mode: 分散, care_grade: 全护理}
    expect:
      - {anchor_record_no: B1, person_key: P1, finding: 本人愿意集中供养, division_code: 999901001001}
      - {anchor_record_no: B2, finding: 没有登记集中供养意愿，也没有照护协议}
  - why: 不愿意；半护理；已集中；意愿未登记而有照护协议
    as_of: 2026-11-22
    given:
      benefit:
        - {program: 特困供养, person_key: P1, start_on: 2024-01-01, support_mode: 分散, care_grade: 全护理, wishes_institution: 不愿意}
        - {program: 特困供养, person_key: P2, start_on: 2024-01-01, support_mode: 分散, care_grade: 半护理, wishes_institution: 愿意}
        - {program: 特困供养, person_key: P3, start_on: 2024-01-01, support_mode: 集中, care_grade: 全护理, wishes_institution: 愿意}
        - {program: 特困供养, person_key: P4, start_on: 2024-01-01, support_mode: 分散, care_grade: 全护理, care_agreement_on: 2024-01-01}
    expect: []
  - why: 当地的台账没有协议一列，意愿也没有登记，不说明什么
    as_of: 2026-11-22
    given: {benefit: [{program: 特困供养, person_key: P1, start_on: 2024-01-01, support_mode: 分散, care_grade: 全护理}]}
    expect: []
  - why: 已去世；待遇当天停发
    as_of: 2026-11-22
    given:
      benefit:
        - {program: 特困供养, person_key: P1, start_on: 2024-01-01, support_mode: 分散, care_grade: 全护理, wishes_institution: 愿意}
        - {program: 特困供养, person_key: P2, start_on: 2024-01-01, end_on: 2026-11-22, support_mode: 分散, care_grade: 全护理, wishes_institution: 愿意}
      death: [{person_key: P1, died_on: 2026-11-01}]
    expect: []
---*/
SELECT
    source_table AS anchor_table,
    record_no AS anchor_record_no,
    person_key,
    household_no,
    '特困供养' AS program,
    division_code,
    if(wishes_institution = '愿意', '本人愿意集中供养', '没有登记集中供养意愿，也没有照护协议') AS finding,
    [{
        'source_table': source_table, 'record_no': record_no,
        'what': '照料护理等级', 'value': care_grade, 'on': assessed_on
    }] AS evidence
FROM dispersed_support
WHERE
    care_grade = '全护理'
    AND (
        wishes_institution = '愿意'
        OR (wishes_institution IS NULL AND care_agreement_on IS NULL AND agreements_kept)
    )
