/*---
id: ZD-04
title: 突发失业，夫妻均断缴
title_en: a couple lost all its jobs
class: 主动发现
level: yellow
status: live
version: 1
needs:
  - human_resources.unemployment
  - human_resources.contributions
  - human_resources.employments
  - human_resources.pensions
  - civil_affairs.marriages
  - civil_affairs.households
  - civil_affairs.household_members
  - civil_affairs.deaths
  - medical_insurance.enrolments
reads: [known_income, livelihood, current_spouse, aid_member, death_of, enrolment, locality, policy, night]
parameters: [jobless_months]
policy_by: row
authorisation: false
statutory_ground: 社会救助暂行办法关于主动发现的职责；国办发〔2023〕39号部门信息共享；只看已登记失业者及其配偶有没有缴费、就业和养老金，不看金额 [S25]
legal_basis:
  - 甘肃省困难群众动态管理监测预警机制：监测对象包括登记失业人员 [S28]
  - 以夫妻作为一户，要求至少一人登记失业 [PROP]
false_positives:
  - {case: 已灵活就业或在外地就业参保, check: 电话了解现在的收入来源}
  - {case: 有积蓄或其他收入，生活没有困难, check: 告知政策后，不申请的不再打扰}
sentence: 夫妻二人不在任何在享救助家庭中，曾有职工缴费，最近一次在{last_paid}，此后满{jobless_months}个月均无缴费、就业登记和养老金，至少一人已登记失业。请了解生活是否困难，告知救助政策。
township: 辖区内一对夫妻可能同时失去工作，没有稳定收入。请了解生活是否困难，告知临时救助和其他救助政策。
examples:
  - why: 双方最近一次缴费在第4个月以前；一人登记失业；村居代码取登记失业者的参保记录
    as_of: 2026-11-22
    policy: &policy {jobless_months: 3}
    given: &given
      marriage: &couple
        - {record_no: W1, person_key: P1, partner_key: P2, event: 结婚登记, registered_on: 2020-01-01, side: husband}
        - {record_no: W1, person_key: P2, partner_key: P1, event: 结婚登记, registered_on: 2020-01-01, side: wife}
      income: &lost
        - {kind: unemployment, record_no: U1, person_key: P1}
        - {kind: contribution, person_key: P1, scheme: 企业职工养老, month: 2026-07-01, status: 已缴, yuan_month: 4000}
        - {kind: contribution, person_key: P2, scheme: 灵活就业养老, month: 2025-11-01, status: 补缴, yuan_month: 4000}
        - {kind: contribution, person_key: P2, scheme: 城乡居民养老, month: 2026-09-01, status: 已缴, yuan_month: 300}
        - {kind: contribution, person_key: P2, scheme: 企业职工养老, month: 2026-09-01, status: 欠缴, yuan_month: 4000}
      enrolment: &place [{record_no: E1, person_key: P1, status: 正常参保, division_code: 999901}]
    expect: [{anchor_table: civil_affairs.marriages, anchor_record_no: W1, person_key: P1, division_code: 999901, last_paid: 2026-07}]
  - why: 有一方在3个月内（8月）缴过费
    as_of: 2026-11-22
    policy: *policy
    given:
      marriage: *couple
      enrolment: *place
      income:
        - {kind: unemployment, person_key: P1}
        - {kind: contribution, person_key: P1, scheme: 企业职工养老, month: 2026-07-01, status: 已缴, yuan_month: 4000}
        - {kind: contribution, person_key: P2, scheme: 企业职工养老, month: 2026-08-01, status: 已缴, yuan_month: 4000}
    expect: []
  - why: 双方都登记失业，只报一次；最近一次缴费早于12个整月的不算突发
    as_of: 2026-11-22
    policy: *policy
    given:
      marriage:
        - {record_no: W1, person_key: P1, partner_key: P2, event: 结婚登记, registered_on: 2020-01-01, side: husband}
        - {record_no: W1, person_key: P2, partner_key: P1, event: 结婚登记, registered_on: 2020-01-01, side: wife}
        - {record_no: W2, person_key: P3, partner_key: P4, event: 结婚登记, registered_on: 2020-01-01, side: husband}
        - {record_no: W2, person_key: P4, partner_key: P3, event: 结婚登记, registered_on: 2020-01-01, side: wife}
      income:
        - {kind: unemployment, person_key: P1}
        - {kind: unemployment, person_key: P2}
        - {kind: contribution, person_key: P1, scheme: 企业职工养老, month: 2025-11-01, status: 已缴, yuan_month: 4000}
        - {kind: unemployment, person_key: P3}
        - {kind: contribution, person_key: P3, scheme: 企业职工养老, month: 2025-10-01, status: 已缴, yuan_month: 4000}
    expect: [{anchor_record_no: W1, person_key: P1, division_code: null}]
  - why: 一方有在职登记；一方领养老金；离婚；一方去世；一方在享救助
    as_of: 2026-11-22
    policy: *policy
    given:
      marriage:
        - {record_no: W1, person_key: P1, partner_key: Q1, event: 结婚登记, registered_on: 2020-01-01, side: husband}
        - {record_no: W2, person_key: P2, partner_key: Q2, event: 结婚登记, registered_on: 2020-01-01, side: husband}
        - {record_no: W3, person_key: P3, partner_key: Q3, event: 离婚登记, registered_on: 2020-01-01, side: husband}
        - {record_no: W4, person_key: P4, partner_key: Q4, event: 结婚登记, registered_on: 2020-01-01, side: husband}
        - {record_no: W5, person_key: P5, partner_key: Q5, event: 结婚登记, registered_on: 2020-01-01, side: husband}
      death: [{person_key: Q4, died_on: 2026-01-01}]
      household: [{household_no: J1, program: 低保边缘, status: 在享, approved_on: 2026-01-01}]
      member: [{household_no: J1, person_key: Q5, member_kind: 共同生活}]
      income:
        - {kind: unemployment, person_key: P1}
        - {kind: unemployment, person_key: P2}
        - {kind: unemployment, person_key: P3}
        - {kind: unemployment, person_key: P4}
        - {kind: unemployment, person_key: P5}
        - {kind: contribution, person_key: P1, scheme: 企业职工养老, month: 2026-05-01, status: 已缴, yuan_month: 4000}
        - {kind: contribution, person_key: P2, scheme: 企业职工养老, month: 2026-05-01, status: 已缴, yuan_month: 4000}
        - {kind: contribution, person_key: P3, scheme: 企业职工养老, month: 2026-05-01, status: 已缴, yuan_month: 4000}
        - {kind: contribution, person_key: P4, scheme: 企业职工养老, month: 2026-05-01, status: 已缴, yuan_month: 4000}
        - {kind: contribution, person_key: P5, scheme: 企业职工养老, month: 2026-05-01, status: 已缴, yuan_month: 4000}
        - {kind: employment, person_key: Q1, from_on: 2026-11-22, until_on: 2026-11-23}
        - {kind: pension, person_key: Q2, scheme: 城乡居民, status: 在发, from_on: 2026-11-22, yuan_month: 200}
    expect: []
  - why: 断缴月数未知，不运行
    as_of: 2026-11-22
    policy: {}
    given: *given
    expect: []
---*/
WITH couple AS (
    SELECT current_spouse.*
    FROM current_spouse
    INNER JOIN livelihood ON current_spouse.person_key = livelihood.person_key AND livelihood.is_registered
    ANTI JOIN death_of ON current_spouse.person_key = death_of.person_key
    ANTI JOIN death_of AS partner_death ON current_spouse.partner_key = partner_death.person_key
    ANTI JOIN aid_member ON current_spouse.person_key = aid_member.person_key
    ANTI JOIN aid_member AS partner_aided ON current_spouse.partner_key = partner_aided.person_key
    -- both registered: once, and always under the same of the two
    QUALIFY row_number() OVER (PARTITION BY current_spouse.record_no ORDER BY current_spouse.person_key) = 1
),

jobless AS (
    SELECT
        couple.source_table,
        couple.record_no,
        couple.person_key,
        couple.partner_key,
        greatest(own.last_paid_month, partner.last_paid_month) AS last_month
    FROM couple
    INNER JOIN livelihood AS own ON couple.person_key = own.person_key
    LEFT JOIN livelihood AS partner ON couple.partner_key = partner.person_key
    WHERE
        NOT own.is_employed AND NOT own.is_pensioned
        AND NOT coalesce(partner.is_employed OR partner.is_pensioned, FALSE)
),

adult AS (
    SELECT
        record_no,
        last_month,
        unnest([person_key, partner_key]) AS person_key
    FROM jobless
),

proof AS (
    SELECT
        adult.record_no,
        list_sort(list({
            'source_table': income.source_table, 'record_no': income.record_no,
            'what': if(income.kind = 'unemployment', '失业登记', income.scheme || '缴费'),
            'value': income.status, 'on': coalesce(income.month, income.from_on)
        })) AS evidence
    FROM adult
    INNER JOIN known_income AS income ON adult.person_key = income.person_key
    WHERE income.kind = 'unemployment' OR (income.kind = 'contribution' AND income.month = adult.last_month)
    GROUP BY adult.record_no
),

place AS (
    SELECT
        enrolment.person_key,
        enrolment.division_code
    FROM enrolment
    SEMI JOIN couple ON enrolment.person_key = couple.person_key
    QUALIFY row_number() OVER (PARTITION BY enrolment.person_key ORDER BY enrolment.record_no) = 1
)

SELECT
    jobless.source_table AS anchor_table,
    jobless.record_no AS anchor_record_no,
    jobless.person_key,
    NULL::VARCHAR AS household_no,
    NULL::VARCHAR AS program,
    place.division_code,
    strftime(jobless.last_month, '%Y-%m') AS last_paid,
    policy.jobless_months,
    proof.evidence
FROM jobless
CROSS JOIN night
INNER JOIN proof ON jobless.record_no = proof.record_no
LEFT JOIN place ON jobless.person_key = place.person_key
INNER JOIN locality ON coalesce(place.division_code, '') = locality.division_code
INNER JOIN policy ON locality.locality = policy.locality AND policy.residence = ''
WHERE
    jobless.last_month < date_trunc('month', night.as_of) - to_months(policy.jobless_months::INTEGER)
    AND jobless.last_month >= date_trunc('month', night.as_of) - to_months(12)
