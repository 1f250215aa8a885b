/*---
id: SJ-03
title: 关键列空值超限
title_en: empty key columns
class: 数据质量
level: blue
status: live
version: 1
needs: []
reads: [column_quality, centre_policy]
parameters: [key_empty_share, row_change_rows_min]
policy_by: centre
authorisation: false
legal_basis:
  - 核对数据质量 seed C
  - 比例和行数为项目建议 [PROP]
false_positives:
  - {case: 历史档案登记时没有证号, check: 请部门补录，或说明没有证号的年份和范围}
  - {case: 新生儿等暂无证号, check: 核对出生日期}
sentence: "{label}{batch_date}批次“{header}”有{rows_empty}行为空，占{rows}行的{share}%（上限{limit_percent}%）。这些记录难以对应到人。请该部门补录。"
examples:
  - why: 证号空值超过百分之二；隔离的空姓名也算
    as_of: 2026-11-22
    policy: &policy {key_empty_share: 0.02, row_change_rows_min: 50}
    given:
      column_quality:
        - {source_table: housing.rentals, label: 甲, column_name: tenant_id_number, header: 证号, batch_date: 2026-11-22, rows: 100, rows_empty: 3}
        - {source_table: housing.rentals, label: 甲, column_name: tenant_name, header: 姓名, batch_date: 2026-11-22, rows: 100, rows_empty: 40}
    expect:
      - {anchor_record_no: tenant_id_number, anchor_table: housing.rentals, share: 3, limit_percent: 2}
      - {anchor_record_no: tenant_name, share: 40, division_code: null}
  - why: 恰好百分之二；行数太少；不是关键列
    as_of: 2026-11-22
    policy: *policy
    given:
      column_quality:
        - {source_table: housing.rentals, label: 甲, column_name: a, header: 证号, batch_date: 2026-11-22, rows: 100, rows_empty: 2}
        - {source_table: housing.rentals, label: 甲, column_name: b, header: 证号, batch_date: 2026-11-22, rows: 49, rows_empty: 40}
        - {source_table: housing.rentals, label: 甲, column_name: c, header: 地址, batch_date: 2026-11-22, rows: 100, rows_empty: 0, rows_odd: 3}
    expect: []
  - why: 比例未知，不问
    as_of: 2026-11-22
    policy: {row_change_rows_min: 50}
    given: {column_quality: [{source_table: housing.rentals, label: 甲, column_name: a, header: 证号, batch_date: 2026-11-22, rows: 100, rows_empty: 90}]}
    expect: []
---*/
SELECT
    column_quality.source_table AS anchor_table,
    column_quality.column_name AS anchor_record_no,
    NULL::VARCHAR AS person_key,
    NULL::VARCHAR AS household_no,
    NULL::VARCHAR AS program,
    NULL::VARCHAR AS division_code,
    column_quality.label,
    column_quality.batch_date,
    column_quality.header,
    column_quality.rows,
    column_quality.rows_empty,
    (column_quality.rows_empty * 1000 // column_quality.rows)::DECIMAL(18, 0) * 0.1 AS share,
    centre_policy.key_empty_share * 100 AS limit_percent,
    -- in whole percent, so that a few rows more or less do not undo what staff have said of it
    [{
        'source_table': column_quality.source_table, 'record_no': column_quality.column_name,
        'what': '“' || column_quality.header || '”空值', 'value': column_quality.rows_empty * 100 // column_quality.rows || '%',
        'on': NULL::DATE
    }] AS evidence
FROM column_quality
CROSS JOIN centre_policy
WHERE
    column_quality.rows >= centre_policy.row_change_rows_min
    AND column_quality.rows_empty > centre_policy.key_empty_share * column_quality.rows
