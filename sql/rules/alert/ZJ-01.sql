/*---
id: ZJ-01
title: 死亡后继续发放
title_en: paid after death
class: 资金
level: red
status: live
version: 1
needs: [civil_affairs.payments, civil_affairs.deaths]
reads: [payment, death, death_of, household_place]
parameters: []
authorisation: false
legal_basis:
  - 残疾人两项补贴停发规定：死亡次月起停发 [S103]
  - 检察机关应停未停案例 [S37] [S38] [S39]
false_positives:
  - {case: 殡葬登记误填了办理人的证号, check: 停发前须有第二个来源，或电话、入户核实本人状况}
  - {case: 补发死亡当月及以前的待遇, check: 核对所属月份和补发审批}
  - {case: 家属已结清或抵扣, check: 核对退款凭证}
sentence: 登记的死亡日期为{died_on}，此后仍成功发放{payments}笔，最早一笔属{first_period}，合计{paid_yuan}元。请先核实本人状况，再作处理。
examples:
  - why: 报在死亡次月起最早的一笔上；同一月份取流水号最小的；每类待遇各报一次
    as_of: 2026-11-22
    given:
      household: [{household_no: J1, program: 最低生活保障, status: 停发, division_code: 999901001001}]
      death: &deaths
        - {record_no: X1, person_key: P1, died_on: 2026-08-31}
        - {record_no: X2, person_key: P1, died_on: 2026-08-20}
      payment:
        - {record_no: F9, program: 最低生活保障, household_no: J1, person_key: P1, period: 2026-08-01, paid_yuan: 500, result: 成功}
        - {record_no: F3, program: 最低生活保障, household_no: J1, person_key: P1, period: 2026-09-01, paid_yuan: 500, result: 成功}
        - {record_no: F2, program: 最低生活保障, household_no: J1, person_key: P1, period: 2026-09-01, paid_yuan: 0.5, result: 成功}
        - {record_no: F1, program: 最低生活保障, household_no: J1, person_key: P1, period: 2026-10-01, paid_yuan: 500, result: 成功}
        - {record_no: F0, program: 最低生活保障, household_no: J1, person_key: P1, period: 2026-09-01, paid_yuan: 500, result: 失败}
        - {record_no: F4, program: 高龄津贴, person_key: P1, period: 2026-11-01, paid_yuan: 100, result: 成功}
    expect:
      - anchor_record_no: F2
        person_key: P1
        household_no: J1
        program: 最低生活保障
        division_code: 999901001001
        payments: 3
        paid_yuan: 1000.5
        died_on: 2026-08-20
      - {anchor_record_no: F4, household_no: null, program: null, division_code: null, payments: 1}
  - why: 死亡当月的待遇可以发；失败和退回不算
    as_of: 2026-11-22
    given:
      death: *deaths
      payment:
        - {program: 高龄津贴, person_key: P1, period: 2026-08-01, paid_on: 2026-10-10, result: 成功}
        - {program: 高龄津贴, person_key: P1, period: 2026-09-01, result: 退回}
        - {program: 高龄津贴, person_key: P1, period: 2026-10-01, result: 失败}
    expect: []
  - why: 死亡日期在核对日之后，还不作数
    as_of: 2026-08-19
    given: {death: *deaths, payment: [{program: 高龄津贴, person_key: P1, period: 2026-09-01, result: 成功}]}
    expect: []
  - why: 死亡记录与领取人的关联只是“可能”
    as_of: 2026-11-22
    given:
      death: [{person_key: P1, person_apart_key: P9, died_on: 2026-08-20}]
      payment: [{record_no: F1, program: 高龄津贴, person_key: P1, period: 2026-09-01, result: 成功}]
    expect: [{anchor_record_no: F1, certainty: likely}]
---*/
WITH late AS (
    SELECT
        payment.*,
        death_of.died_on,
        row_number() OVER (PARTITION BY payment.person_key, payment.program ORDER BY payment.period, payment.record_no) AS place
    FROM payment
    INNER JOIN death_of ON payment.person_key = death_of.person_key
    WHERE payment.result = '成功' AND payment.period > date_trunc('month', death_of.died_on)
),

summed AS (
    SELECT
        person_key,
        program,
        died_on,
        count(*) AS payments,
        sum(paid_yuan) AS paid_yuan,
        list_sort(list({
            'source_table': source_table, 'record_no': record_no,
            'what': '死亡后发放：' || program, 'value': paid_yuan::VARCHAR, 'on': period
        })) AS items
    FROM late
    GROUP BY person_key, program, died_on
),

earliest_death AS (
    SELECT death.*
    FROM death
    SEMI JOIN death_of ON death.person_key = death_of.person_key AND death.died_on = death_of.died_on
    QUALIFY row_number() OVER (PARTITION BY death.person_key ORDER BY death.record_no) = 1
)

SELECT
    late.source_table AS anchor_table,
    late.record_no AS anchor_record_no,
    late.person_key,
    household_place.household_no,
    household_place.program,
    household_place.division_code,
    late.died_on,
    strftime(late.period, '%Y-%m') AS first_period,
    summed.payments,
    summed.paid_yuan,
    list_concat([{
        'source_table': earliest_death.source_table, 'record_no': earliest_death.record_no,
        'what': '死亡日期', 'value': earliest_death.died_on::VARCHAR, 'on': earliest_death.died_on
    }], summed.items) AS evidence
FROM late
INNER JOIN summed ON late.person_key = summed.person_key AND late.program = summed.program
INNER JOIN earliest_death ON late.person_key = earliest_death.person_key
LEFT JOIN household_place ON late.household_no = household_place.household_no
WHERE late.place = 1
