/*---
id: CB-10
title: 缴费基数明显高于申报收入
title_en: high contribution base
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
reads: [aid_member, employee_contribution, policy, policy_period, night]
parameters: [standard, high_base_multiple, high_base_months]
authorisation: true
legal_basis:
  - 最低生活保障审核确认办法（民发〔2021〕57号）：共同生活的家庭成员收入应如实申报 [GK]
  - 倍数和月数为本系统设定 [PROP]
false_positives:
  - {case: 年度基数调整后一次补缴差额, check: 查看单位的基数调整通知和补缴月份}
  - {case: 单位已停发工资或已离职，仍在缴费, check: 查看工资单、解除劳动关系证明}
  - {case: 按当地缴费基数下限缴费，实际工资更低, check: 查看工资单和当地基数下限}
sentence: 成员最近{high_base_months}个整月的职工养老保险缴费基数都高于当月低保标准的{high_base_multiple}倍，也高于其申报月收入（{declared_yuan}元）的{high_base_multiple}倍，其中最低一个月的基数为{lowest_base_yuan}元。请核对工资单。
examples:
  - why: 最近三个整月的基数都比两倍标准多一分，申报收入没有填写；同月两笔取高的
    as_of: 2026-11-22
    policy: &demo {standard: {2025-07-01: "1000", 2026-09-01: "1040"}, high_base_multiple: "2", high_base_months: 3}
    given: &working
      household: [{record_no: R1, household_no: H1, program: 低保边缘, status: 在享, approved_on: 2025-01-01}]
      member: [{record_no: M1, household_no: H1, person_key: P1, relation: 本人, member_kind: 共同生活, declared_work: 在业}]
      authorisation: &signed [{household_no: H1, person_key: P1, purpose: 社会救助, signed_on: 2025-01-01}]
      income:
        - {record_no: C1, kind: contribution, scheme: 企业职工养老, status: 已缴, person_key: P1, month: 2026-08-01, yuan_month: "2000.01"}
        - {record_no: C2, kind: contribution, scheme: 机关事业养老, status: 已缴, person_key: P1, month: 2026-09-01, yuan_month: "2080.01"}
        - {record_no: C3, kind: contribution, scheme: 企业职工养老, status: 已缴, person_key: P1, month: 2026-10-01, yuan_month: "2080.01"}
        - {record_no: C4, kind: contribution, scheme: 企业职工养老, status: 已缴, person_key: P1, month: 2026-10-01, yuan_month: "500"}
    expect: [{anchor_record_no: M1, person_key: P1, household_no: H1, program: 低保边缘, lowest_base_yuan: 2000.01, declared_yuan: 0, certainty: certain}]
  - why: 有一个月正好两倍；补缴和灵活就业的不算
    as_of: 2026-11-22
    policy: *demo
    given:
      <<: *working
      income:
        - {kind: contribution, scheme: 企业职工养老, status: 已缴, person_key: P1, month: 2026-07-01, yuan_month: "9000"}
        - {kind: contribution, scheme: 企业职工养老, status: 已缴, person_key: P1, month: 2026-08-01, yuan_month: "2000"}
        - {kind: contribution, scheme: 企业职工养老, status: 补缴, person_key: P1, month: 2026-08-01, yuan_month: "9000"}
        - {kind: contribution, scheme: 灵活就业养老, status: 已缴, person_key: P1, month: 2026-08-01, yuan_month: "9000"}
        - {kind: contribution, scheme: 企业职工养老, status: 已缴, person_key: P1, month: 2026-09-01, yuan_month: "9000"}
        - {kind: contribution, scheme: 企业职工养老, status: 已缴, person_key: P1, month: 2026-10-01, yuan_month: "9000"}
        - {kind: contribution, scheme: 企业职工养老, status: 已缴, person_key: P1, month: 2026-11-01, yuan_month: "9000"}
    expect: []
  - why: 如实申报的成员，基数没有高到申报收入的两倍
    as_of: 2026-11-22
    policy: *demo
    given:
      <<: *working
      member: [{record_no: M1, household_no: H1, person_key: P1, relation: 本人, member_kind: 共同生活, declared_income_yuan_month: "1040.01"}]
    expect: []
  - why: 没有授权
    as_of: 2026-11-22
    policy: *demo
    given: {<<: *working, authorisation: []}
    expect: []
  - why: 缴费记录与成员的关联只是“可能”
    as_of: 2026-11-22
    policy: *demo
    given:
      <<: *working
      income:
        - {kind: contribution, scheme: 企业职工养老, status: 已缴, person_key: P1, month: 2026-08-01, yuan_month: "5000"}
        - {kind: contribution, scheme: 企业职工养老, status: 已缴, person_key: P1, month: 2026-09-01, yuan_month: "5000"}
        - {kind: contribution, scheme: 企业职工养老, status: 已缴, person_key: P1, person_apart_key: P9, month: 2026-10-01, yuan_month: "5000"}
    expect: [{anchor_record_no: M1, certainty: likely}]
  - why: 倍数未知，不核算
    as_of: 2026-11-22
    policy: {standard: "1040", high_base_months: 3}
    given: *working
    expect: []
---*/
WITH paid AS (
    SELECT
        aid_member.record_no,
        aid_member.locality,
        aid_member.residence,
        aid_member.declared_income_yuan_month,
        income.month,
        income.yuan_month,
        income.source_table,
        income.record_no AS income_no,
        income.scheme
    FROM aid_member
    CROSS JOIN night
    INNER JOIN policy ON aid_member.locality = policy.locality AND aid_member.residence = policy.residence
    INNER JOIN employee_contribution AS income ON aid_member.person_key = income.person_key
    WHERE
        aid_member.is_authorised AND income.status = '已缴'
        AND income.month >= date_trunc('month', night.as_of) - to_months(policy.high_base_months::INTEGER)
),

high AS (
    SELECT
        paid.record_no,
        policy.high_base_months,
        policy.high_base_multiple,
        count(DISTINCT paid.month) AS months,
        min(paid.yuan_month) AS lowest_base_yuan,
        list({
            'source_table': paid.source_table, 'record_no': paid.income_no,
            'what': paid.scheme || '缴费', 'value': paid.yuan_month::VARCHAR, 'on': paid.month
        } ORDER BY paid.month, paid.source_table, paid.income_no) AS evidence
    FROM paid
    INNER JOIN policy ON paid.locality = policy.locality AND paid.residence = policy.residence
    INNER JOIN policy_period AS then_policy
        ON
        paid.locality = then_policy.locality AND paid.residence = then_policy.residence
        AND paid.month BETWEEN then_policy.in_force_from AND coalesce(then_policy.in_force_until, paid.month)
    WHERE
        paid.yuan_month > policy.high_base_multiple * then_policy.standard
        AND paid.yuan_month > policy.high_base_multiple * coalesce(paid.declared_income_yuan_month, 0)
        AND policy.standard IS NOT NULL
    GROUP BY paid.record_no, policy.high_base_months, policy.high_base_multiple
)

SELECT
    'civil_affairs.household_members' AS anchor_table,
    aid_member.record_no AS anchor_record_no,
    aid_member.person_key,
    aid_member.household_no,
    aid_member.program,
    aid_member.division_code,
    high.high_base_months,
    high.high_base_multiple,
    high.lowest_base_yuan,
    coalesce(aid_member.declared_income_yuan_month, 0) AS declared_yuan,
    high.evidence
FROM aid_member
INNER JOIN high ON aid_member.record_no = high.record_no
WHERE high.months >= high.high_base_months AND high.months > 0
