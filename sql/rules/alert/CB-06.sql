/*---
id: CB-06
title: 家庭成员有正常工资
title_en: wage found
class: 错保
level: yellow
status: live
version: 1
needs:
  - civil_affairs.households
  - civil_affairs.household_members
  - civil_affairs.authorisations
  - civil_affairs.deaths
  - human_resources.contributions
reads: [aid_member, employee_contribution, policy, night]
parameters: [wage_months_min]
authorisation: true
legal_basis:
  - 最低生活保障审核确认办法（民发〔2021〕57号）：工资性收入计入家庭收入 [GK]
  - 淄博低保家庭收入四类口径 2022-23：工资按扣除就业成本后计 [S68]
false_positives:
  - {case: 用人单位为已离职人员继续缴费, check: 查看劳动合同、离职证明和工资单}
  - {case: 缴费基数为社会平均工资60%的下限，实发工资更低, check: 以工资单或银行流水核定实际收入}
  - {case: 公益性岗位收入当地另有口径, check: 核对公益性岗位协议和当地计算办法}
sentence: 申报就业状况为“{declared_work}”的成员，近3个整月有{months}个月的职工养老保险缴费记录（{month_list}），标准为不少于{wage_months_min}个月。
examples:
  - why: 失业成员两个不同月份有缴费，授权有效
    as_of: 2026-11-22
    policy: {wage_months_min: "2"}
    given:
      household: [{household_no: H1, program: 低保边缘, status: 在享, approved_on: 2025-01-01}]
      member: [{record_no: M1, household_no: H1, person_key: P1, relation: 本人, member_kind: 共同生活, declared_work: 失业}]
      authorisation: [{household_no: H1, person_key: P1, purpose: 社会救助, signed_on: 2025-01-01}]
      income:
        - {kind: contribution, scheme: 企业职工养老, person_key: P1, month: 2026-08-01, yuan_month: "4000", status: 已缴}
        - {kind: contribution, scheme: 机关事业养老, person_key: P1, month: 2026-10-01, yuan_month: "4000", status: 补缴}
    expect: [{anchor_record_no: M1, household_no: H1, program: 低保边缘, months: 2, month_list: 2026-08、2026-10, certainty: certain}]
  - why: 同一月份两条缴费只算一个月，欠缴、当月和四个月前的不算
    as_of: 2026-11-22
    policy: {wage_months_min: "2"}
    given:
      household: [{household_no: H1, program: 最低生活保障, status: 在享, approved_on: 2025-01-01}]
      member: [{household_no: H1, person_key: P1, relation: 本人, member_kind: 共同生活, declared_work: 务农}]
      authorisation: [{household_no: H1, person_key: P1, purpose: 社会救助, signed_on: 2025-01-01}]
      income:
        - {kind: contribution, scheme: 企业职工养老, person_key: P1, month: 2026-10-01, status: 已缴}
        - {kind: contribution, scheme: 机关事业养老, person_key: P1, month: 2026-10-01, status: 已缴}
        - {kind: contribution, scheme: 企业职工养老, person_key: P1, month: 2026-09-01, status: 欠缴}
        - {kind: contribution, scheme: 企业职工养老, person_key: P1, month: 2026-11-01, status: 已缴}
        - {kind: contribution, scheme: 企业职工养老, person_key: P1, month: 2026-07-01, status: 已缴}
        - {kind: contribution, scheme: 灵活就业养老, person_key: P1, month: 2026-08-01, status: 已缴}
    expect: []
  - why: 授权今日起撤销，其他部门数据不可使用
    as_of: 2026-11-22
    policy: {wage_months_min: "1"}
    given:
      household: [{household_no: H1, program: 最低生活保障, status: 在享, approved_on: 2025-01-01}]
      member: [{household_no: H1, person_key: P1, relation: 本人, member_kind: 共同生活, declared_work: 失业}]
      authorisation: [{household_no: H1, person_key: P1, purpose: 社会救助, signed_on: 2025-01-01, revoked_on: 2026-11-22}]
      income: [{kind: contribution, scheme: 企业职工养老, person_key: P1, month: 2026-10-01, status: 已缴}]
    expect: []
  - why: 缴费记录与成员的关联只是“可能”
    as_of: 2026-11-22
    policy: {wage_months_min: "1"}
    given:
      household: [{household_no: H1, program: 最低生活保障, status: 在享, approved_on: 2025-01-01}]
      member: [{record_no: M1, household_no: H1, person_key: P1, relation: 子, member_kind: 共同生活, declared_work: 无劳动能力}]
      authorisation: [{household_no: H1, person_key: P1, purpose: 社会救助, signed_on: 2025-01-01}]
      income: [{kind: contribution, scheme: 企业职工养老, person_key: P1, person_apart_key: P9, month: 2026-10-01, status: 已缴}]
    expect: [{anchor_record_no: M1, certainty: likely}]
---*/
WITH paid AS (
    SELECT
        aid_member.record_no,
        count(DISTINCT income.month) AS months,
        list_sort(list_distinct(list(strftime(income.month, '%Y-%m')))) AS month_list,
        list({
            'source_table': income.source_table, 'record_no': income.record_no,
            'what': income.scheme || '缴费', 'value': cast(income.yuan_month AS VARCHAR), 'on': income.month
        } ORDER BY income.month, income.source_table, income.record_no) AS evidence
    FROM aid_member
    CROSS JOIN night
    INNER JOIN employee_contribution AS income ON aid_member.person_key = income.person_key
    WHERE
        aid_member.is_authorised
        AND aid_member.declared_work IN ('失业', '无劳动能力', '务农')
        AND income.status IN ('已缴', '补缴')
        AND income.month >= date_trunc('month', night.as_of) - to_months(3)
    GROUP BY aid_member.record_no
)

SELECT
    'civil_affairs.household_members' AS anchor_table,
    aid_member.record_no AS anchor_record_no,
    aid_member.person_key,
    aid_member.household_no,
    aid_member.program,
    aid_member.division_code,
    aid_member.declared_work,
    paid.months,
    paid.month_list,
    policy.wage_months_min,
    paid.evidence
FROM aid_member
INNER JOIN paid ON aid_member.record_no = paid.record_no
INNER JOIN policy ON aid_member.locality = policy.locality AND aid_member.residence = policy.residence
WHERE paid.months >= policy.wage_months_min
