/*---
id: SJ-06
title: 主键重复
title_en: duplicate keys
class: 数据质量
level: blue
status: live
version: 1
needs: []
reads: [row_finding, centre_policy]
parameters: [duplicate_share, row_change_rows_min]
policy_by: centre
authorisation: false
legal_basis:
  - 交付约定：业务流水号在一批之内唯一
  - 比例为项目建议 [PROP]
false_positives:
  - {case: 一笔业务与其退费、冲正成对出现, check: 核对业务种类，请部门为冲正另给流水号}
  - {case: 同一家庭确有两次认定, check: 核对认定日期和状态，停用旧记录}
sentence: "{label}{batch_date}批次{told}：{rows}行中有{rows_hit}行与别行相同；流水号重复的只采用最后一行。请该部门核对。"
examples:
  - why: 超过千分之一
    as_of: 2026-11-22
    policy: &policy {duplicate_share: 0.001, row_change_rows_min: 50}
    given:
      row_check:
        - {source_table: housing.rentals, label: 甲, check_kind: twice, check_name: record_no, told: “业务流水号”重复, batch_date: 2026-11-22, rows: 999, rows_hit: 1}
    expect: [{anchor_record_no: record_no, anchor_table: housing.rentals, division_code: null, rows_hit: 1}]
  - why: 恰好千分之一；不足五十行；别的问题
    as_of: 2026-11-22
    policy: *policy
    given:
      row_check:
        - {source_table: housing.rentals, label: 甲, check_kind: twice, check_name: record_no, told: 乙, rows: 1000, rows_hit: 1}
        - {source_table: housing.rentals, label: 甲, check_kind: twice, check_name: a+b, told: 乙, rows: 49, rows_hit: 9}
        - {source_table: housing.rentals, label: 甲, check_kind: order, check_name: record_no, told: 乙, rows: 1000, rows_hit: 900}
    expect: []
  - why: 比例未知，不问
    as_of: 2026-11-22
    policy: {row_change_rows_min: 50}
    given: {row_check: [{source_table: housing.rentals, label: 甲, check_kind: twice, check_name: record_no, told: 乙, rows: 100, rows_hit: 90}]}
    expect: []
---*/
SELECT
    row_finding.anchor_table,
    row_finding.anchor_record_no,
    row_finding.person_key,
    row_finding.household_no,
    row_finding.program,
    row_finding.division_code,
    row_finding.label,
    row_finding.batch_date,
    row_finding.told,
    row_finding.rows,
    row_finding.rows_hit,
    row_finding.evidence
FROM row_finding
CROSS JOIN centre_policy
WHERE
    row_finding.check_kind = 'twice'
    AND row_finding.rows >= centre_policy.row_change_rows_min
    AND row_finding.rows_hit > centre_policy.duplicate_share * row_finding.rows
