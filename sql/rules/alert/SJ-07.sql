/*---
id: SJ-07
title: 日期逻辑错误
title_en: days that cannot be
class: 数据质量
level: blue
status: live
version: 1
needs: []
reads: [row_finding]
parameters: []
authorisation: false
legal_basis:
  - 核对数据质量 seed C
false_positives:
  - {case: 预先登记的业务，日期在批次之后, check: 核对业务办理时间}
  - {case: 系统以1900-01-01表示未知, check: 请部门改为空值}
sentence: "{label}{batch_date}批次{told}，{rows_hit}行。读不出的日期另见缺陷清单。请该部门核对更正。"
examples:
  - why: 止期早于起期、未来日期、零日期各报一次
    as_of: 2026-11-22
    given:
      row_check:
        - {source_table: housing.rentals, label: 甲, check_kind: order, check_name: end_on<start_on, told: “截止日期”早于“起始日期”, batch_date: 2026-11-22, rows: 999, rows_hit: 10}
        - {source_table: housing.rentals, label: 甲, check_kind: zero, check_name: start_on=1900, told: 丙, batch_date: 2026-11-22, rows: 999, rows_hit: 1}
        - {source_table: civil_affairs.deaths, label: 乙, check_kind: future, check_name: died_on>batch, told: “死亡日期”晚于批次日期, batch_date: 2026-11-22, rows: 999, rows_hit: 1}
    expect:
      - {anchor_record_no: died_on>batch, anchor_table: civil_affairs.deaths}
      - anchor_record_no: end_on<start_on
        evidence: [{source_table: housing.rentals, record_no: end_on<start_on, what: “截止日期”早于“起始日期”, value: 不足100行, "on": null}]
      - {anchor_record_no: start_on=1900}
  - why: 重复、区划另有规则
    as_of: 2026-11-22
    given:
      row_check:
        - {source_table: housing.rentals, label: 甲, check_kind: twice, check_name: record_no, told: 乙, rows: 999, rows_hit: 10}
        - {source_table: housing.rentals, label: 甲, check_kind: division, check_name: division_code=1, told: 乙, rows: 999, rows_hit: 10}
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
WHERE check_kind IN ('order', 'zero', 'future')
