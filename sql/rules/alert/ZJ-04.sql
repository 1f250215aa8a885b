/*---
id: ZJ-04
title: 标准提高后仍按旧标准发放
title_en: old standard still used
class: 资金
level: yellow
status: live
version: 1
needs: [civil_affairs.benefits, civil_affairs.payments, civil_affairs.households, civil_affairs.household_members, civil_affairs.deaths]
reads: [active_benefit, payment, active_household, household_size, standard_rise, policy, night]
parameters: [standard, tekun_standard]
authorisation: false
legal_basis:
  - 最低生活保障审核确认办法（民发〔2021〕57号）：按当地标准发放 [GK]
  - 困难群众救助标准自然增长机制 seed B
false_positives:
  - {case: 已批准调整，差额待下一批补发, check: 核对调整审批和补发批次}
  - {case: 标准提高的同时申报收入也增加，金额恰好不变, check: 核对最近一次复核的收入}
sentence: 所属{period_month}的{program}发放{paid_yuan}元，正好等于按提高前标准（每人每月{former_yuan}元）测算的数额；现行标准自{rise_on}起为每人每月{standard_yuan}元。请核对是否已按新标准调整。
examples:
  - why: 低保按旧标准乘人数减申报收入；特困按旧标准；都报在待遇上
    as_of: 2026-11-22
    policy: &policy {standard: {2025-07-01: 1000, 2026-07-01: 1040}, tekun_standard: {2025-07-01: 1300, 2026-07-01: 1352}}
    given:
      household:
        - {household_no: J1, program: 最低生活保障, status: 在享, approved_on: 2026-01-01, division_code: 999901001001, declared_income_yuan_month: 500}
        - {household_no: J2, program: 特困供养, status: 在享, approved_on: 2026-01-01}
      benefit:
        - {record_no: B1, program: 最低生活保障, household_no: J1, person_key: P1, persons: 2, monthly_yuan: 1500, start_on: 2026-01-01}
        - {record_no: B2, program: 特困供养, household_no: J2, person_key: P2, monthly_yuan: 1300, start_on: 2026-01-01}
      member: [{household_no: J2, person_key: P2, member_kind: 共同生活}]
      payment:
        - {record_no: F1, program: 最低生活保障, household_no: J1, person_key: P1, period: 2026-11-01, paid_yuan: 1500, result: 成功}
        - {record_no: F2, program: 特困供养, household_no: J2, person_key: P2, period: 2026-10-01, paid_yuan: 1300, result: 成功}
    expect:
      - {anchor_record_no: B1, person_key: P1, household_no: J1, program: 最低生活保障, division_code: 999901001001, former_yuan: 1000, rise_on: 2026-07-01}
      - {anchor_record_no: B2, program: 特困供养, period_month: 2026-10, standard_yuan: 1352}
  - why: 已按新标准；差额补在同一月份；提高以前的月份按旧标准是对的；失败的不算
    as_of: 2026-11-22
    policy: *policy
    given:
      household:
        - {household_no: J1, program: 最低生活保障, status: 在享, approved_on: 2026-01-01, declared_income_yuan_month: 500}
        - {household_no: J2, program: 特困供养, status: 在享, approved_on: 2026-01-01}
        - {household_no: J3, program: 特困供养, status: 在享, approved_on: 2026-01-01}
      benefit:
        - {program: 最低生活保障, household_no: J1, person_key: P1, persons: 2, start_on: 2026-01-01}
        - {program: 特困供养, household_no: J2, person_key: P2, persons: 1, start_on: 2026-01-01}
        - {program: 特困供养, household_no: J3, person_key: P3, persons: 1, start_on: 2026-01-01}
      payment:
        - {program: 最低生活保障, household_no: J1, person_key: P1, period: 2026-11-01, paid_yuan: 1580, result: 成功}
        - {program: 特困供养, household_no: J2, person_key: P2, period: 2026-11-01, paid_yuan: 1300, result: 成功}
        - {program: 特困供养, household_no: J2, person_key: P2, period: 2026-11-01, paid_yuan: 52, result: 成功}
        - {program: 特困供养, household_no: J3, person_key: P3, period: 2026-11-01, paid_yuan: 1300, result: 退回}
    expect: []
  - why: 标准十一月才提高，十月的发放不问
    as_of: 2026-11-22
    policy: {standard: {2025-07-01: 1000, 2026-11-01: 1040}, tekun_standard: 1352}
    given: &one
      household: [{household_no: J1, program: 最低生活保障, status: 在享, approved_on: 2026-01-01}]
      benefit: [{program: 最低生活保障, household_no: J1, person_key: P1, persons: 1, start_on: 2026-01-01}]
      payment: [{program: 最低生活保障, household_no: J1, person_key: P1, period: 2026-10-01, paid_yuan: 1000, result: 成功}]
    expect: []
  - why: 特困标准未知，不拿别处的数，整条规则在当地不问
    as_of: 2026-10-22
    policy: {standard: {2025-07-01: 1000, 2026-07-01: 1040}}
    given: *one
    expect: []
---*/
WITH paid AS (
    SELECT
        payment.person_key,
        payment.household_no,
        payment.program,
        payment.period,
        sum(payment.paid_yuan)::DECIMAL(18, 2) AS paid_yuan
    FROM payment
    CROSS JOIN night
    WHERE
        payment.result = '成功' AND payment.program IN ('最低生活保障', '特困供养')
        AND payment.period BETWEEN date_trunc('month', night.as_of) - to_months(1) AND night.as_of
    GROUP BY payment.person_key, payment.household_no, payment.program, payment.period
    QUALIFY row_number() OVER (
        PARTITION BY payment.person_key, payment.household_no, payment.program ORDER BY payment.period DESC
    ) = 1
),

told AS (
    SELECT
        active_benefit.source_table,
        active_benefit.record_no,
        active_benefit.start_on,
        active_benefit.monthly_yuan,
        active_household.division_code,
        paid.*,
        standard_rise.former_yuan,
        standard_rise.standard_yuan,
        standard_rise.in_force_from,
        coalesce(active_benefit.persons, household_size.members) AS heads,
        if(paid.program = '最低生活保障', coalesce(active_household.declared_income_yuan_month, 0), 0) AS income_yuan
    FROM paid
    INNER JOIN active_benefit
        ON
        paid.person_key = active_benefit.person_key AND paid.program = active_benefit.program
        AND paid.household_no = active_benefit.household_no
    INNER JOIN active_household
        ON paid.household_no = active_household.household_no AND paid.program = active_household.program
    LEFT JOIN household_size ON paid.household_no = household_size.household_no
    INNER JOIN policy
        ON
        active_household.locality = policy.locality
        AND coalesce(active_household.residence, '') = policy.residence
        AND policy.standard IS NOT NULL AND policy.tekun_standard IS NOT NULL
    INNER JOIN standard_rise
        ON
        policy.locality = standard_rise.locality AND policy.residence = standard_rise.residence
        AND paid.program = standard_rise.program AND paid.period >= standard_rise.in_force_from
    QUALIFY row_number() OVER (
        PARTITION BY paid.person_key, paid.household_no, paid.program
        ORDER BY active_benefit.record_no, active_household.record_no
    ) = 1
)

SELECT
    source_table AS anchor_table,
    record_no AS anchor_record_no,
    person_key,
    household_no,
    program,
    division_code,
    strftime(period, '%Y-%m') AS period_month,
    paid_yuan,
    former_yuan,
    standard_yuan,
    in_force_from AS rise_on,
    list_sort(list_append((
        SELECT list({
            'source_table': sent.source_table, 'record_no': sent.record_no,
            'what': '成功发放：' || sent.program, 'value': sent.paid_yuan::VARCHAR, 'on': sent.period
        }) FROM payment AS sent
        WHERE
            sent.result = '成功' AND sent.person_key = told.person_key AND sent.household_no = told.household_no
            AND sent.program = told.program AND sent.period = told.period
    ), {
        'source_table': source_table, 'record_no': record_no,
        'what': '在发待遇：' || program, 'value': monthly_yuan::VARCHAR, 'on': start_on
    })) AS evidence
FROM told
WHERE paid_yuan = former_yuan * heads - income_yuan
