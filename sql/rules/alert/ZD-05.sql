/*---
id: ZD-05
title: 独居、失能、高龄老人久未探访
title_en: elder not visited
class: 主动发现
level: red
status: live
version: 1
needs: [civil_affairs.elder_care, civil_affairs.deaths]
reads: [visit, death_of, locality, policy, night]
parameters: [visit_days]
policy_by: row
authorisation: false
legal_basis:
  - 关于开展特殊困难老年人探访关爱服务的指导意见（2022年）：月探访率2025年达到100% [S73]
  - 内蒙古分级探访频次 [S73]
false_positives:
  - {case: 与子女同住或外出, check: 电话联系老人和子女}
  - {case: 正在住院, check: 向家属或医院核实}
  - {case: 已探访但未录入, check: 查看探访记录并补录}
sentence: "{category}老人，{last_visit}，应至少每{visit_days}天探访一次。请尽快电话或上门探访。"
examples:
  - why: 上次探访在31天前；从未探访
    as_of: 2026-11-22
    policy: &policy {visit_days: 30}
    given:
      visit:
        - {record_no: K1, person_key: P1, category: 独居, last_visit_on: 2026-10-22, division_code: 999901001001}
        - {record_no: K2, person_key: P2, category: 失能}
    expect:
      - {anchor_record_no: K1, person_key: P1, household_no: null, division_code: 999901001001, last_visit: 最近一次探访在2026-10-22}
      - {anchor_record_no: K2, last_visit: 没有探访记录}
  - why: 恰好30天前探访过
    as_of: 2026-11-22
    policy: *policy
    given: {visit: [{person_key: P1, category: 高龄, last_visit_on: 2026-10-23}]}
    expect: []
  - why: 空巢、留守等类别不在本规则
    as_of: 2026-11-22
    policy: *policy
    given: {visit: [{person_key: P1, category: 空巢}, {person_key: P2, category: 特困}]}
    expect: []
  - why: 已去世
    as_of: 2026-11-22
    policy: *policy
    given: {visit: [{person_key: P1, category: 高龄}], death: [{person_key: P1, died_on: 2026-11-22}]}
    expect: []
---*/
SELECT
    visit.source_table AS anchor_table,
    visit.record_no AS anchor_record_no,
    visit.person_key,
    NULL::VARCHAR AS household_no,
    NULL::VARCHAR AS program,
    visit.division_code,
    visit.category,
    policy.visit_days,
    coalesce('最近一次探访在' || visit.last_visit_on::VARCHAR, '没有探访记录') AS last_visit,
    [{
        'source_table': visit.source_table, 'record_no': visit.record_no,
        'what': '最近探访日期', 'value': visit.last_visit_on::VARCHAR, 'on': visit.last_visit_on
    }] AS evidence
FROM visit
CROSS JOIN night
INNER JOIN locality ON coalesce(visit.division_code, '') = locality.division_code
INNER JOIN policy ON locality.locality = policy.locality AND policy.residence = ''
ANTI JOIN death_of ON visit.person_key = death_of.person_key
WHERE
    visit.category IN ('独居', '失能', '高龄')
    -- an unknown parameter stays unknown: nobody is reported, not even the never visited
    AND coalesce(visit.last_visit_on < night.as_of - policy.visit_days::INTEGER, policy.visit_days IS NOT NULL)
