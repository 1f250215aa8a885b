/*---
id: ZJ-03
title: 发放额与核定额不符
title_en: paid differs from the monthly amount
class: 资金
level: yellow
status: live
version: 1
needs: [civil_affairs.benefits, civil_affairs.payments, civil_affairs.households]
reads: [active_benefit, benefit, payment, declared_entitlement, policy, policy_period, night]
parameters: [payment_tolerance_yuan]
policy_by: both
authorisation: false
legal_basis:
  - 最低生活保障审核确认办法（民发〔2021〕57号）：按差额或分档发放 [GK]
  - 容差为项目建议 [PROP]
false_positives:
  - {case: 当月调整金额，新金额从下月起发, check: 核对调整审批和起算月份}
  - {case: 当月含以前月份的补发或扣回, check: 核对补发、扣回审批和所属月份}
  - {case: 月发放金额变更后台账尚未更新, check: 核对待遇台账的月发放金额}
sentence: 所属{period_month}的{benefit}成功发放{paid_yuan}元，台账月发放金额为{monthly_yuan}元{reference}。请核对发放额。
examples:
  - why: 同月两笔合计；两条同类待遇金额合计；报在流水号最小的一条
    as_of: 2026-11-22
    policy: &policy {payment_tolerance_yuan: 1}
    given: &given
      household: [{household_no: J1, program: 最低生活保障, status: 在享, approved_on: 2026-01-01, division_code: 999901001001, declared_income_yuan_month: 500}]
      member: [{household_no: J1, person_key: P1, member_kind: 共同生活}, {household_no: J1, person_key: P2, member_kind: 共同生活}]
      benefit:
        - {record_no: B2, program: 最低生活保障, household_no: J1, person_key: P1, monthly_yuan: 500, start_on: 2026-01-01}
        - {record_no: B1, program: 最低生活保障, household_no: J1, person_key: P1, monthly_yuan: 100, start_on: 2026-10-01}
      payment:
        - {record_no: F1, program: 最低生活保障, person_key: P1, period: 2026-11-01, paid_yuan: 500, paid_on: 2026-11-10, result: 成功}
        - {record_no: F2, program: 最低生活保障, person_key: P1, period: 2026-11-01, paid_yuan: 98.99, paid_on: 2026-11-11, result: 成功}
        - {record_no: F3, program: 最低生活保障, person_key: P1, period: 2026-10-01, paid_yuan: 600, paid_on: 2026-10-11, result: 成功}
    expect:
      - {anchor_record_no: B1, person_key: P1, household_no: J1, division_code: 999901001001, paid_yuan: 598.99, monthly_yuan: 600, period_month: 2026-11, reference: ""}
  - why: 标准已知的，附按申报测算的参考数，只是一问
    as_of: 2026-11-22
    policy: {payment_tolerance_yuan: 1, standard: 1040}
    given: *given
    expect: [{anchor_record_no: B1, reference: "（按申报收入和现行标准测算为每月1580.00元，是否需要重新核定）"}]
  - why: 相差正好是容差；失败的不算；当月起发、当月停过的不问；一年一次的采暖补贴不问
    as_of: 2026-11-22
    policy: *policy
    given:
      benefit:
        - {program: 高龄津贴, person_key: P1, monthly_yuan: 100, start_on: 2026-01-01}
        - {program: 高龄津贴, person_key: P2, monthly_yuan: 100, start_on: 2026-11-02}
        - {program: 高龄津贴, person_key: P3, monthly_yuan: 100, start_on: 2026-01-01}
        - {program: 高龄津贴, person_key: P3, monthly_yuan: 50, start_on: 2025-01-01, end_on: 2026-11-01}
        - {program: 采暖补贴, person_key: P4, monthly_yuan: 300, start_on: 2026-10-15}
      payment:
        - {program: 高龄津贴, person_key: P1, period: 2026-11-01, paid_yuan: 101, result: 成功}
        - {program: 高龄津贴, person_key: P1, period: 2026-11-01, paid_yuan: 50, result: 失败}
        - {program: 高龄津贴, person_key: P2, period: 2026-11-01, paid_yuan: 50, result: 成功}
        - {program: 高龄津贴, person_key: P3, period: 2026-11-01, paid_yuan: 50, result: 成功}
        - {program: 采暖补贴, person_key: P4, period: 2026-11-01, paid_yuan: 1800, result: 成功}
    expect: []
  - why: 只看最近两个月；该月以后政策有调整的，不拿旧月比新额
    as_of: 2026-11-22
    policy: {payment_tolerance_yuan: {2026-01-01: 1, 2026-11-01: 2}}
    given:
      benefit:
        - {program: 高龄津贴, person_key: P1, monthly_yuan: 100, start_on: 2026-01-01}
        - {program: 高龄津贴, person_key: P2, monthly_yuan: 100, start_on: 2026-01-01}
      payment:
        - {program: 高龄津贴, person_key: P1, period: 2026-09-01, paid_yuan: 50, result: 成功}
        - {program: 高龄津贴, person_key: P2, period: 2026-10-01, paid_yuan: 50, result: 成功}
    expect: []
  - why: 容差未知则不问
    as_of: 2026-11-22
    given: *given
    expect: []
---*/
WITH paid AS (
    SELECT
        payment.person_key,
        payment.program,
        payment.period,
        sum(payment.paid_yuan)::DECIMAL(18, 2) AS paid_yuan
    FROM payment
    CROSS JOIN night
    WHERE
        payment.result = '成功' AND payment.program <> '采暖补贴'
        AND payment.period BETWEEN date_trunc('month', night.as_of) - to_months(1) AND night.as_of
    GROUP BY payment.person_key, payment.program, payment.period
    QUALIFY row_number() OVER (PARTITION BY payment.person_key, payment.program ORDER BY payment.period DESC) = 1
),

granted AS (
    SELECT
        person_key,
        program,
        min(record_no) AS record_no,
        sum(monthly_yuan)::DECIMAL(18, 2) AS monthly_yuan
    FROM active_benefit
    GROUP BY person_key, program
),

partial AS ( -- the month of a change is paid in part
    SELECT DISTINCT
        paid.person_key,
        paid.program
    FROM paid
    INNER JOIN benefit ON paid.person_key = benefit.person_key AND paid.program = benefit.program
    CROSS JOIN night
    WHERE paid.period < benefit.start_on OR benefit.end_on BETWEEN paid.period AND greatest(night.as_of, last_day(paid.period))
)

SELECT
    active_benefit.source_table AS anchor_table,
    active_benefit.record_no AS anchor_record_no,
    active_benefit.person_key,
    active_benefit.home_no AS household_no,
    active_benefit.home_program AS program,
    active_benefit.place_code AS division_code,
    active_benefit.program AS benefit,
    strftime(paid.period, '%Y-%m') AS period_month,
    paid.paid_yuan,
    granted.monthly_yuan,
    coalesce(
        '（按申报收入和现行标准测算为每月' || declared.entitlement_yuan_month::DECIMAL(18, 2)::VARCHAR || '元，是否需要重新核定）', ''
    ) AS reference,
    list_sort(list_concat((
        SELECT list({
            'source_table': own.source_table, 'record_no': own.record_no,
            'what': '月发放金额：' || own.program, 'value': own.monthly_yuan::VARCHAR, 'on': own.start_on
        }) FROM active_benefit AS own
        WHERE own.person_key = granted.person_key AND own.program = granted.program
    ), (
        SELECT list({
            'source_table': sent.source_table, 'record_no': sent.record_no,
            'what': '成功发放：' || sent.program, 'value': sent.paid_yuan::VARCHAR, 'on': sent.period
        }) FROM payment AS sent
        WHERE sent.result = '成功' AND sent.person_key = paid.person_key AND sent.program = paid.program AND sent.period = paid.period
    ))) AS evidence
FROM granted
INNER JOIN paid ON granted.person_key = paid.person_key AND granted.program = paid.program
INNER JOIN active_benefit ON granted.record_no = active_benefit.record_no
CROSS JOIN night
LEFT JOIN declared_entitlement AS declared
    ON active_benefit.household_no = declared.household_no AND active_benefit.program = declared.program
INNER JOIN policy ON active_benefit.locality = policy.locality AND active_benefit.residence = policy.residence
INNER JOIN policy_period
    ON
    policy.locality = policy_period.locality AND policy.residence = policy_period.residence
    AND paid.period >= policy_period.in_force_from AND policy_period.in_force_until IS NULL
ANTI JOIN partial ON granted.person_key = partial.person_key AND granted.program = partial.program
WHERE abs(paid.paid_yuan - granted.monthly_yuan) > policy.payment_tolerance_yuan
