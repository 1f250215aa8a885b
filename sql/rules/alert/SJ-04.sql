/*---
id: SJ-04
title: 金额单位异常
title_en: unit suspicion
class: 数据质量
level: yellow
status: live
version: 1
needs: []
reads: [column_quality, centre_policy]
parameters: [unit_ratio_tolerance, row_change_rows_min]
policy_by: centre
authorisation: false
legal_basis:
  - 交付约定：金额以元为单位，面积以平方米为单位
  - 容差和行数为项目建议 [PROP]
false_positives:
  - {case: 缴费基数或待遇确有大幅调整, check: 请部门提供调整文件}
  - {case: 本批多为补缴、退费等特殊业务, check: 核对本批业务种类}
sentence: "{label}{batch_date}批次“{header}”的中位数为{amount}，以前各批的中位数为{amount_usual}，约为{factor}。请向该部门核实单位（元、分、万元），核实前不宜据此判断收入和财产。"
examples:
  - why: 约一百倍、万分之一、百分之一
    as_of: 2026-11-22
    policy: &policy {unit_ratio_tolerance: 0.2, row_change_rows_min: 50}
    given:
      column_quality:
        - {source_table: housing.rentals, label: 甲, column_name: a, header: 月租金, batch_date: 2026-11-22, rows_amount: 50, amount: 25200, amount_usual: 210}
        - {source_table: housing.rentals, label: 甲, column_name: b, header: 月租金, batch_date: 2026-11-22, rows_amount: 90, amount: 0.03, amount_usual: 300}
        - {source_table: housing.rentals, label: 甲, column_name: c, header: 月租金, batch_date: 2026-11-22, rows_amount: 90, amount: 2, amount_usual: 210}
        - {source_table: housing.rentals, label: 甲, column_name: d, header: 月租金, batch_date: 2026-11-22, rows_amount: 90, amount: 2100000, amount_usual: 210}
    expect:
      - {anchor_record_no: a, anchor_table: housing.rentals, factor: 100倍, division_code: null}
      - {anchor_record_no: b, factor: 万分之一}
      - {anchor_record_no: c, factor: 百分之一}
      - {anchor_record_no: d, factor: 10000倍}
  - why: 一百二十一倍、十倍、没有以前的批次、行数太少
    as_of: 2026-11-22
    policy: *policy
    given:
      column_quality:
        - {source_table: housing.rentals, label: 甲, column_name: a, header: 月租金, batch_date: 2026-11-22, rows_amount: 50, amount: 25410, amount_usual: 210}
        - {source_table: housing.rentals, label: 甲, column_name: b, header: 月租金, batch_date: 2026-11-22, rows_amount: 50, amount: 2100, amount_usual: 210}
        - {source_table: housing.rentals, label: 甲, column_name: c, header: 月租金, batch_date: 2026-11-22, rows_amount: 50, amount: 21000}
        - {source_table: housing.rentals, label: 甲, column_name: d, header: 月租金, batch_date: 2026-11-22, rows_amount: 49, amount: 21000, amount_usual: 210}
    expect: []
  - why: 容差未知，不问
    as_of: 2026-11-22
    policy: {row_change_rows_min: 50}
    given: {column_quality: [{source_table: housing.rentals, label: 甲, column_name: a, header: 月租金, batch_date: 2026-11-22, rows_amount: 50, amount: 21000, amount_usual: 210}]}
    expect: []
---*/
WITH factor AS (
    SELECT
        factors.name,
        factors.times::DECIMAL(20, 4) AS times
    FROM (VALUES ('100倍', 100), ('10000倍', 10000), ('百分之一', 0.01), ('万分之一', 0.0001)) AS factors (name, times)
)

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
    column_quality.amount,
    column_quality.amount_usual,
    factor.name AS factor,
    [{
        'source_table': column_quality.source_table, 'record_no': column_quality.column_name,
        'what': '“' || column_quality.header || '”中位数与以前之比', 'value': '约' || factor.name, 'on': NULL::DATE
    }] AS evidence
FROM column_quality
CROSS JOIN centre_policy
INNER JOIN factor
    ON
    abs(column_quality.amount - column_quality.amount_usual * factor.times)
    <= column_quality.amount_usual * factor.times * centre_policy.unit_ratio_tolerance
WHERE column_quality.rows_amount >= centre_policy.row_change_rows_min
