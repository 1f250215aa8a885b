/*---
id: SJ-08
title: 区划编码失效
title_en: division code not valid
class: 数据质量
level: blue
status: live
version: 1
needs: []
reads: [row_check]
parameters: []
authorisation: false
legal_basis:
  - 统计用区划代码：以民政部门维护的区划目录为准
false_positives:
  - {case: 村居合并、撤销后部门系统尚未更新, check: 查区划变更文件，告知部门新代码}
  - {case: 区划目录（data/reference/divisions.csv）未及时更新, check: 补录新代码和启用日期}
sentence: "{label}{batch_date}批次有{rows_hit}行的{told}。这些记录分不到村居，请核对更正。"
examples:
  - why: 停用的、目录里没有的代码各报一次
    as_of: 2026-11-22
    given:
      row_check:
        - {source_table: housing.rentals, label: 甲, check_kind: division, check_name: division_code=999901001099, told: 区划代码999901001099自2026-01-01起停用, batch_date: 2026-11-22, rows: 999, rows_hit: 4}
        - {source_table: civil_affairs.deaths, label: 乙, check_kind: division, check_name: division_code=999901001098, told: 区划代码999901001098不在区划目录内, batch_date: 2026-11-22, rows: 999, rows_hit: 1}
    expect:
      - {anchor_record_no: division_code=999901001098, anchor_table: civil_affairs.deaths, division_code: null}
      - {anchor_record_no: division_code=999901001099, rows_hit: 4}
  - why: 别的问题
    as_of: 2026-11-22
    given: {row_check: [{source_table: housing.rentals, label: 甲, check_kind: order, check_name: a<b, told: 乙, rows: 999, rows_hit: 10}]}
    expect: []
  - why: 没有问题
    as_of: 2026-11-22
    given: {}
    expect: []
---*/
SELECT
    row_check.source_table AS anchor_table,
    row_check.check_name AS anchor_record_no,
    NULL::VARCHAR AS person_key,
    NULL::VARCHAR AS household_no,
    NULL::VARCHAR AS program,
    NULL::VARCHAR AS division_code,
    row_check.label,
    row_check.batch_date,
    row_check.told,
    row_check.rows,
    row_check.rows_hit,
    -- by powers of ten, so that a few rows more or less do not undo what staff have said of it
    [{
        'source_table': row_check.source_table, 'record_no': row_check.check_name, 'what': row_check.told,
        'value': '不足1' || repeat('0', length(row_check.rows_hit::VARCHAR)) || '行', 'on': NULL::DATE
    }] AS evidence
FROM row_check
WHERE row_check.check_kind = 'division'
