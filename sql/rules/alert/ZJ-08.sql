/*---
id: ZJ-08
title: 发放失败未补发
title_en: failed payment not sent again
class: 资金
level: yellow
status: live
version: 1
needs: [civil_affairs.payments, civil_affairs.deaths]
reads: [payment, death_of, household_place, night]
parameters: []
authorisation: false
legal_basis:
  - 惠民惠农补贴“一卡通”发放失败处理规定 [S77]
false_positives:
  - {case: 本人已去世但尚无死亡登记, check: 核实本人状况，并补报死亡信息}
  - {case: 已用现金或其他账户补发，未回填系统, check: 核对补发凭证}
sentence: 所属{period_month}的{benefit}于{paid_on}发放{result}（{paid_yuan}元），至今没有同一月份的成功发放。请核对账户信息并补发。
examples:
  - why: 失败恰满30天；同一月份的两次失败各报一次；别的月份、别的待遇成功不能抵
    as_of: 2026-11-22
    given:
      household: [{household_no: J1, program: 最低生活保障, status: 在享, approved_on: 2026-01-01, division_code: 999901001001}]
      payment: &payments
        - {record_no: F1, program: 最低生活保障, household_no: J1, person_key: P1, period: 2026-10-01, paid_on: 2026-10-23, result: 失败}
        - {record_no: F2, program: 最低生活保障, household_no: J1, person_key: P1, period: 2026-10-01, paid_on: 2026-10-20, result: 退回}
        - {record_no: F3, program: 最低生活保障, household_no: J1, person_key: P1, period: 2026-11-01, paid_on: 2026-11-10, result: 成功}
        - {record_no: F4, program: 高龄津贴, person_key: P1, period: 2026-10-01, paid_on: 2026-10-20, result: 成功}
    expect:
      - {anchor_record_no: F1, person_key: P1, household_no: J1, program: 最低生活保障, division_code: 999901001001}
      - {anchor_record_no: F2}
  - why: 只过了29天
    as_of: 2026-11-22
    given: {payment: [{program: 高龄津贴, person_key: P1, period: 2026-10-01, paid_on: 2026-10-24, result: 失败}]}
    expect: []
  - why: 已补发成功，哪怕成功在前
    as_of: 2026-11-22
    given:
      payment:
        - {program: 高龄津贴, person_key: P1, period: 2026-09-01, paid_on: 2026-09-20, result: 成功}
        - {program: 高龄津贴, person_key: P1, period: 2026-09-01, paid_on: 2026-09-21, result: 退回}
    expect: []
  - why: 已去世
    as_of: 2026-11-22
    given: {payment: *payments, death: [{person_key: P1, died_on: 2026-11-01}]}
    expect: []
  - why: 补发的一笔凭尚未确认的关联属于本人，仍提示核实
    as_of: 2026-11-22
    given:
      payment:
        - {record_no: F1, program: 高龄津贴, person_key: P1, period: 2026-09-01, paid_on: 2026-09-21, result: 失败}
        - {record_no: F2, program: 高龄津贴, person_key: P1, person_apart_key: P9, period: 2026-09-01, paid_on: 2026-09-30, result: 成功}
    expect: [{anchor_record_no: F1, certainty: likely}]
---*/
WITH failed AS (
    SELECT payment.*
    FROM payment
    CROSS JOIN night
    ANTI JOIN death_of ON payment.person_key = death_of.person_key
    WHERE payment.result IN ('失败', '退回') AND payment.paid_on <= night.as_of - 30
),

-- few rows, so that the many successful payments need not be held in memory
sent_again AS (
    SELECT
        payment.person_key,
        payment.program,
        payment.period
    FROM payment
    SEMI JOIN failed
        ON payment.person_key = failed.person_key AND payment.program = failed.program AND payment.period = failed.period
    WHERE payment.result = '成功'
)

SELECT
    failed.source_table AS anchor_table,
    failed.record_no AS anchor_record_no,
    failed.person_key,
    household_place.household_no,
    household_place.program,
    household_place.division_code,
    failed.program AS benefit,
    strftime(failed.period, '%Y-%m') AS period_month,
    failed.paid_on,
    failed.paid_yuan,
    failed.result,
    [{
        'source_table': failed.source_table, 'record_no': failed.record_no,
        'what': '发放' || failed.result || '：' || failed.program, 'value': failed.paid_yuan::VARCHAR, 'on': failed.paid_on
    }] AS evidence
FROM failed
ANTI JOIN sent_again
    ON failed.person_key = sent_again.person_key AND failed.program = sent_again.program AND failed.period = sent_again.period
LEFT JOIN household_place ON failed.household_no = household_place.household_no
