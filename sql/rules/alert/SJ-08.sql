/*---
id: SJ-08
title: 区划编码失效
title_en: division code not valid
class: 数据质量
level: blue
status: live
version: 1
needs: []
reads: [row_finding]
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
    anchor_table,
    anchor_record_no,
    person_key,
    household_no,
    program,
    division_code,
    label,
    batch_date,
    told,
    rows,
    rows_hit,
    evidence
FROM row_finding
WHERE check_kind = 'division'
