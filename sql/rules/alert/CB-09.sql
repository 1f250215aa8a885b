/*---
id: CB-09
title: 财政供养人员在保
title_en: on public payroll
class: 错保
level: red
status: live
version: 1
needs:
  - civil_affairs.households
  - civil_affairs.household_members
  - civil_affairs.authorisations
  - civil_affairs.deaths
  - human_resources.contributions
reads: [aid_member, employee_contribution, night]
parameters: []
authorisation: true
legal_basis:
  - 最低生活保障审核确认办法（民发〔2021〕57号） [GK]
  - 许昌市建安区 2024 困难群众救助补助资金审计：财政供养人员享受低保为审计重点 [S99]
false_positives:
  - {case: 退休民办教师等补助人员误记为机关事业养老, check: 向原单位核实身份和待遇}
  - {case: 机关事业单位的编外用工参保, check: 查看劳动合同和工资发放渠道}
  - {case: 财政供养人员的家属不是财政供养人员, check: 核对缴费人是否为本人}
sentence: 成员近3个整月有机关事业养老缴费记录（{month_list}），疑为财政供养人员。
examples:
  - why: 上月有机关事业养老补缴
    as_of: 2026-11-22
    given: &family
      household: [{household_no: H1, program: 特困供养, status: 在享, approved_on: 2025-01-01}]
      member: [{record_no: M1, household_no: H1, person_key: P1, relation: 女, member_kind: 共同生活, declared_work: 在业}]
      authorisation: [{household_no: H1, person_key: P1, purpose: 社会救助, signed_on: 2025-01-01}]
      income: [{kind: contribution, scheme: 机关事业养老, person_key: P1, month: 2026-10-01, yuan_month: "4000", status: 补缴}]
    expect: [{anchor_record_no: M1, month_list: 2026-10}]
  - why: 四个月前的、欠缴的和企业职工养老都不算
    as_of: 2026-11-22
    given:
      <<: *family
      income:
        - {kind: contribution, scheme: 机关事业养老, person_key: P1, month: 2026-07-01, status: 已缴}
        - {kind: contribution, scheme: 机关事业养老, person_key: P1, month: 2026-09-01, status: 欠缴}
        - {kind: contribution, scheme: 企业职工养老, person_key: P1, month: 2026-10-01, status: 已缴}
        - {kind: contribution, scheme: 机关事业养老, person_key: P1, month: 2026-11-01, status: 已缴}
    expect: []
  - why: 成员已死亡，不再计入
    as_of: 2026-11-22
    given:
      <<: *family
      death: [{person_key: P1, died_on: 2026-11-01}]
    expect: []
---*/
SELECT
    'civil_affairs.household_members' AS anchor_table,
    aid_member.record_no AS anchor_record_no,
    aid_member.person_key,
    aid_member.household_no,
    aid_member.program,
    aid_member.division_code,
    list_sort(list_distinct(list(strftime(income.month, '%Y-%m')))) AS month_list,
    list({
        'source_table': income.source_table, 'record_no': income.record_no,
        'what': '机关事业养老缴费', 'value': cast(income.yuan_month AS VARCHAR), 'on': income.month
    } ORDER BY income.month, income.source_table, income.record_no) AS evidence
FROM aid_member
CROSS JOIN night
INNER JOIN employee_contribution AS income ON aid_member.person_key = income.person_key
WHERE
    aid_member.is_authorised
    AND income.scheme = '机关事业养老'
    AND income.status IN ('已缴', '补缴')
    AND income.month >= date_trunc('month', night.as_of) - to_months(3)
GROUP BY
    aid_member.record_no,
    aid_member.person_key,
    aid_member.household_no,
    aid_member.program,
    aid_member.division_code
