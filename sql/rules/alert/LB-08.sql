/*---
id: LB-08
title: 失业保险金期满且未再就业
title_en: unemployment benefit ended, no work since
class: 漏保
level: yellow
status: live
version: 1
needs:
  - civil_affairs.households
  - civil_affairs.household_members
  - civil_affairs.authorisations
  - civil_affairs.deaths
  - human_resources.unemployment
  - human_resources.contributions
  - human_resources.employments
  - human_resources.pensions
reads: [aid_member, authorised_member, located_household, livelihood, income, policy, night]
parameters: [unemployment_ended_months]
authorisation: true
legal_basis:
  - 甘肃省困难群众动态管理监测预警机制：监测对象包括登记失业人员 [S28]
  - 民政部关于加强低收入人口认定和动态监测工作的通知（2024年5月） [S27]
  - 期满后的追溯月数为本系统设定 [PROP]
false_positives:
  - {case: 已灵活就业或在外务工而未参保, check: 电话或上门了解现在的收入来源}
  - {case: 已重新就业，登记或缴费信息滞后, check: 请本人提供劳动合同或查询人社登记}
sentence: "{standing}，失业保险金已于{ended_on}期满，此后没有社保缴费、就业登记和养老金。请了解家庭生活是否困难，符合条件的告知可以申请救助。"
township: 该户有成员失业待遇期满，可能没有稳定收入。请上门了解生活是否困难，符合条件的告知可以申请救助。
examples:
  - why: 期满在3个月内（8月23日），此后没有缴费；期满当月的缴费不算此后
    as_of: 2026-11-22
    policy: &policy {unemployment_ended_months: 3}
    given: &given
      household: &home [{record_no: H1, household_no: J1, program: 低保边缘, status: 在享, approved_on: 2026-01-01, division_code: 999901}]
      member: &member [{record_no: M1, household_no: J1, person_key: P1, member_kind: 共同生活}]
      authorisation: &signed [{household_no: J1, person_key: P1, purpose: 社会救助, signed_on: 2026-01-01}]
      income: &ended
        - {kind: unemployment, person_key: P1, record_no: U1, from_on: 2026-01-01, until_on: 2026-08-23, yuan_month: 1500}
        - {kind: contribution, person_key: P1, scheme: 企业职工养老, month: 2026-08-01, status: 已缴, yuan_month: 3800}
        - {kind: contribution, person_key: P1, scheme: 城乡居民养老, month: 2026-10-01, status: 已缴, yuan_month: 300}
        - {kind: contribution, person_key: P1, scheme: 企业职工养老, month: 2026-10-01, status: 欠缴, yuan_month: 3800}
    expect: [{anchor_record_no: M1, person_key: P1, household_no: J1, program: 低保边缘, division_code: 999901, ended_on: 2026-08-23}]
  - why: 期满恰已3个月；当天期满还不算期满
    as_of: 2026-11-22
    policy: *policy
    given:
      <<: *given
      income: [{kind: unemployment, person_key: P1, from_on: 2026-01-01, until_on: 2026-08-22, yuan_month: 1500}]
    expect: []
  - why: 当天是最后一天
    as_of: 2026-11-22
    policy: *policy
    given:
      <<: *given
      income: [{kind: unemployment, person_key: P1, from_on: 2026-01-01, until_on: 2026-11-22, yuan_month: 1500}]
    expect: []
  - why: 以灵活就业身份缴费、有在职登记、领养老金的都不报
    as_of: 2026-11-22
    policy: *policy
    given:
      household: *home
      member:
        - {household_no: J1, person_key: P1, member_kind: 共同生活}
        - {household_no: J1, person_key: P2, member_kind: 共同生活}
        - {household_no: J1, person_key: P3, member_kind: 共同生活}
      authorisation:
        - {household_no: J1, person_key: P1, purpose: 社会救助, signed_on: 2026-01-01}
        - {household_no: J1, person_key: P2, purpose: 社会救助, signed_on: 2026-01-01}
        - {household_no: J1, person_key: P3, purpose: 社会救助, signed_on: 2026-01-01}
      income:
        - {kind: unemployment, person_key: P1, from_on: 2026-01-01, until_on: 2026-09-30, yuan_month: 1500}
        - {kind: contribution, person_key: P1, scheme: 灵活就业养老, month: 2026-10-01, status: 补缴, yuan_month: 3800}
        - {kind: unemployment, person_key: P2, from_on: 2026-01-01, until_on: 2026-09-30, yuan_month: 1500}
        - {kind: employment, person_key: P2, from_on: 2026-11-22}
        - {kind: unemployment, person_key: P3, from_on: 2026-01-01, until_on: 2026-09-30, yuan_month: 1500}
        - {kind: pension, person_key: P3, scheme: 城乡居民, status: 在发, from_on: 2026-11-01, yuan_month: 200}
    expect: []
  - why: 未授权；登记失业而从未领取失业金
    as_of: 2026-11-22
    policy: *policy
    given:
      household: *home
      member: [{household_no: J1, person_key: P1, member_kind: 共同生活}, {household_no: J1, person_key: P2, member_kind: 共同生活}]
      authorisation: [{household_no: J1, person_key: P2, purpose: 社会救助, signed_on: 2026-01-01}]
      income:
        - {kind: unemployment, person_key: P1, from_on: 2026-01-01, until_on: 2026-09-30, yuan_month: 1500}
        - {kind: unemployment, person_key: P2}
    expect: []
  - why: 申请未获批准的家庭，授权仍在有效期内
    as_of: 2026-11-22
    policy: *policy
    given:
      household: [{record_no: H1, household_no: J1, program: 最低生活保障, status: 已退出, applied_on: 2026-03-01, ended_on: 2026-04-01}]
      member: *member
      authorisation: *signed
      income: *ended
    expect: [{anchor_record_no: M1, program: 最低生活保障, standing: 申请救助未获批准的家庭成员}]
  - why: 最低生活保障家庭不在本规则
    as_of: 2026-11-22
    policy: *policy
    given: {household: [{household_no: J1, program: 最低生活保障, status: 在享, approved_on: 2026-01-01}], member: *member, authorisation: *signed, income: *ended}
    expect: []
  - why: 追溯月数未知，不运行
    as_of: 2026-11-22
    policy: {}
    given: *given
    expect: []
---*/
WITH watched AS (
    SELECT
        record_no,
        person_key,
        household_no,
        program,
        division_code,
        locality,
        residence,
        program || '家庭的共同生活成员' AS standing
    FROM aid_member
    WHERE program IN ('低保边缘', '刚性支出困难') AND is_authorised
    UNION ALL
    -- never approved and closed: declined
    SELECT
        authorised_member.record_no,
        authorised_member.person_key,
        located_household.household_no,
        located_household.program,
        located_household.division_code,
        located_household.locality,
        coalesce(located_household.residence, '') AS residence,
        '申请救助未获批准的家庭成员' AS standing
    FROM located_household
    INNER JOIN authorised_member ON located_household.household_no = authorised_member.household_no
    ANTI JOIN aid_member ON authorised_member.person_key = aid_member.person_key
    WHERE located_household.status = '已退出' AND located_household.approved_on IS NULL
    QUALIFY row_number() OVER (PARTITION BY authorised_member.record_no ORDER BY located_household.record_no) = 1
),

ended AS (
    SELECT
        livelihood.person_key,
        livelihood.benefit_ended_on AS ended_on,
        list_sort(list({
            'source_table': income.source_table, 'record_no': income.record_no,
            'what': '失业保险金期满', 'value': income.until_on::VARCHAR, 'on': income.until_on
        })) AS evidence
    FROM livelihood
    SEMI JOIN watched ON livelihood.person_key = watched.person_key
    INNER JOIN income ON livelihood.person_key = income.person_key
    WHERE
        NOT livelihood.is_employed AND NOT livelihood.is_pensioned
        AND coalesce(livelihood.last_paid_month <= livelihood.benefit_ended_on, TRUE)
        AND income.kind = 'unemployment' AND income.from_on IS NOT NULL
    GROUP BY livelihood.person_key, livelihood.benefit_ended_on
)

SELECT
    'civil_affairs.household_members' AS anchor_table,
    watched.record_no AS anchor_record_no,
    watched.person_key,
    watched.household_no,
    watched.program,
    watched.division_code,
    watched.locality,
    watched.residence,
    watched.standing,
    ended.ended_on,
    policy.unemployment_ended_months,
    ended.evidence
FROM watched
CROSS JOIN night
INNER JOIN policy ON watched.locality = policy.locality AND watched.residence = policy.residence
INNER JOIN ended ON watched.person_key = ended.person_key
WHERE
    ended.ended_on < night.as_of
    AND ended.ended_on > night.as_of - to_months(policy.unemployment_ended_months::INTEGER)
