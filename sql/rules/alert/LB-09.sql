/*---
id: LB-09
title: 退出低保特困不满两年，风险回升
title_en: left aid less than two years ago and risk is up
class: 漏保
level: yellow
status: live
version: 1
needs:
  - civil_affairs.households
  - civil_affairs.household_members
  - civil_affairs.deaths
  - medical_insurance.settlements
  - human_resources.unemployment
  - human_resources.contributions
  - human_resources.employments
  - human_resources.pensions
reads: [located_household, counted_member, aid_member, year_cost, livelihood, policy, night]
parameters: [left_aid_months, medical_shock_low_income_yuan, unemployment_ended_months]
authorisation: false
statutory_ground: 民政部2024年5月通知：退出低保、特困的人员两年内继续监测；只汇总个人负担合计和失业待遇是否期满 [S27]
legal_basis:
  - 民政部关于加强低收入人口认定和动态监测工作的通知（2024年5月） [S27]
  - 医疗负担预警线同LB-05 [S30] [S31]
false_positives:
  - {case: 以后退费、二次报销或医疗救助到账, check: 查看是否已有到账}
  - {case: 已重新就业而登记滞后, check: 电话了解现在的收入来源}
sentence: 于{ended_on}退出{program}，不满{left_aid_months}个月，现在{signals}。请上门了解生活是否又有困难，符合条件的告知可以重新申请。
township: 一户退出救助不满两年的家庭可能又有困难。请上门了解，符合条件的告知可以重新申请救助。
examples:
  - why: 退出当天起个人负担超线一分钱；退出前的不计
    as_of: 2026-11-22
    policy: &policy {left_aid_months: 24, medical_shock_low_income_yuan: 5000, unemployment_ended_months: 3}
    given:
      household: &left [{record_no: H1, household_no: J1, program: 最低生活保障, status: 已退出, approved_on: 2024-01-01, ended_on: 2026-05-01, division_code: 999901}]
      member: &member [{record_no: M1, household_no: J1, person_key: P1, member_kind: 共同生活}]
      medical_cost:
        - {record_no: S1, person_key: P1, settled_on: 2026-05-01, self_paid_yuan: 5000.01, valid: 有效}
        - {person_key: P1, settled_on: 2026-04-30, self_paid_yuan: 9000, valid: 有效}
    expect: [{anchor_record_no: M1, person_key: P1, household_no: J1, program: 最低生活保障, division_code: 999901, signals: 退出后近12个月个人负担医疗费5000.01元}]
  - why: 恰好等于预警线；没有其他信号
    as_of: 2026-11-22
    policy: *policy
    given:
      household: *left
      member: *member
      medical_cost: [{person_key: P1, settled_on: 2026-05-01, self_paid_yuan: 5000, valid: 有效}, {person_key: P1, settled_on: 2026-04-30, self_paid_yuan: 9000, valid: 有效}]
    expect: []
  - why: 失业保险金期满且无其他生计；两个信号一起说
    as_of: 2026-11-22
    policy: *policy
    given:
      household: *left
      member: *member
      medical_cost: [{person_key: P1, settled_on: 2026-06-01, self_paid_yuan: 6000, valid: 有效}]
      income: [{kind: unemployment, person_key: P1, from_on: 2026-01-01, until_on: 2026-10-31, yuan_month: 1500}]
    expect: [{anchor_record_no: M1, signals: 退出后近12个月个人负担医疗费6000.00元，失业保险金于2026-10-31期满}]
  - why: 退出恰满24个月；退出的是低保边缘；从未批准；已重新在享
    as_of: 2026-11-22
    policy: *policy
    given:
      household:
        - {household_no: J1, program: 最低生活保障, status: 已退出, approved_on: 2022-01-01, ended_on: 2024-11-22}
        - {household_no: J2, program: 低保边缘, status: 已退出, approved_on: 2022-01-01, ended_on: 2026-05-01}
        - {household_no: J3, program: 特困供养, status: 已退出, ended_on: 2026-05-01}
        - {household_no: J4, program: 特困供养, status: 停发, approved_on: 2022-01-01, ended_on: 2026-05-01}
        - {household_no: J5, program: 刚性支出困难, status: 在享, approved_on: 2026-06-01}
      member:
        - {household_no: J1, person_key: P1, member_kind: 共同生活}
        - {household_no: J2, person_key: P2, member_kind: 共同生活}
        - {household_no: J3, person_key: P3, member_kind: 共同生活}
        - {household_no: J4, person_key: P4, member_kind: 共同生活}
        - {household_no: J5, person_key: P4, member_kind: 共同生活}
      medical_cost:
        - {person_key: P1, settled_on: 2026-11-01, self_paid_yuan: 9000, valid: 有效}
        - {person_key: P2, settled_on: 2026-11-01, self_paid_yuan: 9000, valid: 有效}
        - {person_key: P3, settled_on: 2026-11-01, self_paid_yuan: 9000, valid: 有效}
        - {person_key: P4, settled_on: 2026-11-01, self_paid_yuan: 9000, valid: 有效}
    expect: []
  - why: 有一项参数未知，不运行
    as_of: 2026-11-22
    policy: {left_aid_months: 24, medical_shock_low_income_yuan: 5000}
    given: {household: *left, member: *member, medical_cost: [{person_key: P1, settled_on: 2026-11-01, self_paid_yuan: 9000, valid: 有效}]}
    expect: []
---*/
WITH left_member AS (
    SELECT
        counted_member.record_no,
        counted_member.person_key,
        located_household.household_no,
        located_household.program,
        located_household.division_code,
        located_household.locality,
        coalesce(located_household.residence, '') AS residence,
        located_household.ended_on,
        policy.left_aid_months,
        policy.medical_shock_low_income_yuan,
        night.as_of - to_months(policy.unemployment_ended_months::INTEGER) AS benefit_after
    FROM located_household
    CROSS JOIN night
    INNER JOIN policy
        ON
        located_household.locality = policy.locality
        AND coalesce(located_household.residence, '') = policy.residence
    INNER JOIN counted_member ON located_household.household_no = counted_member.household_no
    ANTI JOIN aid_member ON counted_member.person_key = aid_member.person_key
    WHERE
        located_household.program IN ('最低生活保障', '特困供养') AND located_household.status IN ('已退出', '停发')
        AND located_household.approved_on IS NOT NULL AND located_household.ended_on <= night.as_of
        AND located_household.ended_on > night.as_of - to_months(policy.left_aid_months::INTEGER)
        AND policy.medical_shock_low_income_yuan IS NOT NULL AND policy.unemployment_ended_months IS NOT NULL
    -- somebody who left twice: the last time
    QUALIFY row_number() OVER (
        PARTITION BY counted_member.person_key ORDER BY located_household.ended_on DESC, counted_member.record_no ASC
    ) = 1
),

burdened AS (
    SELECT
        left_member.record_no,
        '退出后近12个月个人负担医疗费' || sum(year_cost.self_paid_yuan) || '元'
            AS signal,
        list({
            'source_table': year_cost.source_table, 'record_no': year_cost.record_no,
            'what': '个人负担（元）', 'value': year_cost.self_paid_yuan::VARCHAR, 'on': year_cost.settled_on
        }) AS proof
    FROM left_member
    INNER JOIN year_cost
        ON left_member.person_key = year_cost.person_key AND left_member.ended_on <= year_cost.settled_on
    GROUP BY left_member.record_no, left_member.medical_shock_low_income_yuan
    HAVING sum(year_cost.self_paid_yuan) > left_member.medical_shock_low_income_yuan
),

jobless AS (
    SELECT
        left_member.record_no,
        '失业保险金于' || livelihood.benefit_ended_on || '期满' AS signal,
        [{
            'source_table': 'human_resources.unemployment', 'record_no': livelihood.benefit_record_no,
            'what': '失业保险金期满', 'value': NULL::VARCHAR, 'on': livelihood.benefit_ended_on
        }] AS proof
    FROM left_member
    CROSS JOIN night
    INNER JOIN livelihood ON left_member.person_key = livelihood.person_key
    WHERE
        livelihood.benefit_ended_on < night.as_of AND livelihood.benefit_ended_on > left_member.benefit_after
        AND NOT livelihood.is_employed AND NOT livelihood.is_pensioned
        AND coalesce(livelihood.last_paid_month <= livelihood.benefit_ended_on, TRUE)
)

SELECT
    'civil_affairs.household_members' AS anchor_table,
    left_member.record_no AS anchor_record_no,
    left_member.person_key,
    left_member.household_no,
    left_member.program,
    left_member.division_code,
    left_member.ended_on,
    left_member.left_aid_months,
    concat_ws('，', burdened.signal, jobless.signal) AS signals,
    list_sort(coalesce(burdened.proof, []) || coalesce(jobless.proof, [])) AS evidence
FROM left_member
LEFT JOIN burdened ON left_member.record_no = burdened.record_no
LEFT JOIN jobless ON left_member.record_no = jobless.record_no
WHERE burdened.record_no IS NOT NULL OR jobless.record_no IS NOT NULL
