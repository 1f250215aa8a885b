/*---
id: SJ-10
title: 核对报告缺失
title_en: benefit without a verification report
class: 数据质量
level: yellow
status: live
version: 1
needs: [civil_affairs.households]
reads: [active_household, household]
parameters: []
authorisation: false
legal_basis:
  - 申请救助必须核对（凡救助必核对） seed D
  - 社会救助暂行办法（国务院令第649号）：家庭经济状况核对 [GK]
false_positives:
  - {case: 报告已出具，日期未录入, check: 查阅档案中的核对报告并补录日期}
  - {case: 录入的是最近一次复核的报告，不是认定时的报告, check: 查阅档案，改录认定时的报告日期}
  - {case: 急难情形先行救助，手续随后补齐, check: "核对先行救助审批和补办期限 [S57]"}
sentence: "{program}家庭{approved_on}批准，{finding}。请核对档案中的核对报告。"
examples:
  - why: 没有报告；报告晚于批准一天
    as_of: 2026-11-22
    given:
      household:
        - {record_no: H1, household_no: J1, program: 最低生活保障, status: 在享, approved_on: 2026-01-10, division_code: 999901001001}
        - {record_no: H2, household_no: J2, program: 刚性支出困难, status: 在享, approved_on: 2026-01-10, report_on: 2026-01-11}
    expect:
      - {anchor_record_no: H1, person_key: null, household_no: J1, program: 最低生活保障, division_code: 999901001001, finding: 没有登记认定时的核对报告}
      - {anchor_record_no: H2, finding: 登记的核对报告日期（2026-01-11）晚于批准日期}
  - why: 批准当日出具报告；已停发；申请中；临时救助
    as_of: 2026-11-22
    given:
      household:
        - {household_no: J1, program: 最低生活保障, status: 在享, approved_on: 2026-01-10, report_on: 2026-01-10}
        - {household_no: J2, program: 最低生活保障, status: 停发, approved_on: 2026-01-10}
        - {household_no: J3, program: 最低生活保障, status: 申请中}
        - {household_no: J4, program: 临时救助, status: 在享, approved_on: 2026-01-10}
    expect: []
  - why: 交付的表里没有报告日期这一列（全空），不能说缺失
    as_of: 2026-11-22
    given: {household: [{household_no: J1, program: 最低生活保障, status: 在享, approved_on: 2026-01-10}]}
    expect: []
---*/
SELECT
    active_household.source_table AS anchor_table,
    active_household.record_no AS anchor_record_no,
    NULL::VARCHAR AS person_key,
    active_household.household_no,
    active_household.program,
    active_household.division_code,
    active_household.approved_on,
    coalesce('登记的核对报告日期（' || active_household.report_on::VARCHAR || '）晚于批准日期', '没有登记认定时的核对报告') AS finding,
    [{
        'source_table': active_household.source_table, 'record_no': active_household.record_no,
        'what': '批准日期', 'value': active_household.approved_on::VARCHAR, 'on': active_household.report_on
    }] AS evidence
FROM active_household
WHERE
    active_household.program IN ('特困供养', '最低生活保障', '低保边缘', '刚性支出困难')
    AND (active_household.report_on IS NULL OR active_household.report_on > active_household.approved_on)
    -- a department that does not deliver the column says nothing of anybody's report
    AND EXISTS (SELECT 1 FROM household WHERE household.report_on IS NOT NULL)
