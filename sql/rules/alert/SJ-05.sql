/*---
id: SJ-05
title: 编码乱码
title_en: garbled characters
class: 数据质量
level: blue
status: live
version: 1
needs: []
reads: [column_quality]
parameters: []
authorisation: false
legal_basis:
  - 核对数据质量 seed C
false_positives:
  - {case: 姓名中的生僻字在部门系统里用自造字保存, check: 核对证件用字，请部门改用国家标准编码的汉字}
sentence: "{label}{batch_date}批次“{header}”有{rows_odd}行含乱码或自造字（替换符、锟斤拷、私用区字符）。请该部门核对导出编码，逐条更正。"
examples:
  - why: 有乱码，不论多少
    as_of: 2026-11-22
    given:
      column_quality:
        - {source_table: housing.rentals, label: 甲, column_name: address, header: 房屋地址, batch_date: 2026-11-22, rows: 100, rows_odd: 3}
        - {source_table: housing.rentals, label: 甲, column_name: tenant_name, header: 姓名, batch_date: 2026-11-22, rows: 100, rows_odd: 57}
    expect:
      - anchor_record_no: address
        anchor_table: housing.rentals
        division_code: null
        evidence: [{source_table: housing.rentals, record_no: address, what: “房屋地址”含乱码, value: 不足10行, "on": null}]
      - {anchor_record_no: tenant_name, rows_odd: 57}
  - why: 没有乱码
    as_of: 2026-11-22
    given: {column_quality: [{source_table: housing.rentals, label: 甲, column_name: address, header: 房屋地址, rows: 100, rows_odd: 0}]}
    expect: []
  - why: 只有金额的列
    as_of: 2026-11-22
    given: {column_quality: [{source_table: housing.rentals, label: 甲, column_name: monthly_yuan, header: 月租金, rows: 100, rows_amount: 3}]}
    expect: []
---*/
SELECT
    source_table AS anchor_table,
    column_name AS anchor_record_no,
    NULL::VARCHAR AS person_key,
    NULL::VARCHAR AS household_no,
    NULL::VARCHAR AS program,
    NULL::VARCHAR AS division_code,
    label,
    batch_date,
    header,
    rows_odd,
    -- by powers of ten, so that a few rows more or less do not undo what staff have said of it
    [{
        'source_table': source_table, 'record_no': column_name, 'what': '“' || header || '”含乱码',
        'value': '不足1' || repeat('0', length(rows_odd::VARCHAR)) || '行', 'on': NULL::DATE
    }] AS evidence
FROM column_quality
WHERE rows_odd > 0
