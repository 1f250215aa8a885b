/*---
id: CF-08
title: 同一事由多次临时救助
title_en: several temporary aids for one cause
class: 重复
level: yellow
status: live
version: 1
needs: [civil_affairs.temporary_aid]
reads: [temporary_aid, household_place, locality, policy_period, night]
parameters: [temporary_aid_window_months]
policy_by: both
authorisation: false
legal_basis:
  - 社会救助暂行办法（国务院令第649号）：临时救助 [GK]
  - 无正当理由以同一事由重复申请临时救助的不予救助（国发〔2014〕47号） [GK]
  - 间隔月数为项目建议 [PROP]
false_positives:
  - {case: 一次救助分期发放，或先行救助后补足, check: 核对审批表，看是否同一次审批}
  - {case: 前后两次是不同的急难, check: 核对急难发生日期和证明材料}
  - {case: 经批准追加救助, check: 核对追加救助的审批}
sentence: "{months}个月内因同一事由（{cause}）再次批准临时救助：本次{approved_on}，此前{times}次，最近一次{before_on}；{places}，{happened}。请核实是否同一事件。"
examples:
  - why: 同一人半年内第二、第三次各报一次；同户他人的一次也算；事由相同、受理区划不同
    as_of: 2026-11-22
    policy: &policy {temporary_aid_window_months: 6}
    given:
      household: [{household_no: J1, program: 最低生活保障, status: 在享, approved_on: 2026-01-01, division_code: 999901001001}]
      temporary_aid:
        - {record_no: T1, household_no: J1, person_key: P1, cause: 疾病, approved_on: 2026-03-10, happened_on: 2026-03-01, division_code: 999901001}
        - {record_no: T2, household_no: J1, person_key: P2, cause: 疾病, approved_on: 2026-09-09, happened_on: 2026-03-01, division_code: 999901002}
        - {record_no: T3, person_key: P2, cause: 疾病, approved_on: 2026-10-01, division_code: 999901002}
    expect:
      - {anchor_record_no: T2, person_key: P2, household_no: J1, program: 最低生活保障, times: 1, places: 受理区划不同, happened: 急难发生日期相同}
      - {anchor_record_no: T3, household_no: null, division_code: 999901002, times: 1, places: 受理区划相同, happened: 急难发生日期未填}
  - why: 满六个月当日；事由不同；别人别户
    as_of: 2026-11-22
    policy: *policy
    given:
      temporary_aid:
        - {household_no: J1, person_key: P1, cause: 疾病, approved_on: 2026-03-10}
        - {household_no: J1, person_key: P1, cause: 疾病, approved_on: 2026-09-10}
        - {household_no: J1, person_key: P1, cause: 火灾, approved_on: 2026-09-11}
        - {household_no: J2, person_key: P2, cause: 疾病, approved_on: 2026-09-11}
        - {person_key: P3, cause: 疾病, approved_on: 2026-09-11}
    expect: []
  - why: 批准日期在核对日之后的还不作数
    as_of: 2026-09-08
    policy: *policy
    given:
      temporary_aid:
        - {person_key: P1, cause: 意外, approved_on: 2026-08-10}
        - {person_key: P1, cause: 意外, approved_on: 2026-09-09}
    expect: []
  - why: 间隔月数按批准当日的规定；未知则不问
    as_of: 2026-11-22
    policy: {temporary_aid_window_months: {2026-09-01: 6}}
    given:
      temporary_aid:
        - {record_no: T1, person_key: P1, cause: 意外, approved_on: 2026-08-10}
        - {record_no: T2, person_key: P1, cause: 意外, approved_on: 2026-08-31}
    expect: []
---*/
WITH placed AS (
    SELECT
        temporary_aid.*,
        household_place.program,
        household_place.record_no IS NOT NULL AS at_home,
        coalesce(household_place.division_code, temporary_aid.division_code) AS place_code,
        coalesce(household_place.locality, locality.locality) AS locality,
        coalesce(household_place.residence, '') AS residence
    FROM temporary_aid
    CROSS JOIN night
    LEFT JOIN household_place ON temporary_aid.household_no = household_place.household_no
    INNER JOIN locality ON coalesce(temporary_aid.division_code, '') = locality.division_code
    WHERE temporary_aid.approved_on <= night.as_of
),

-- two ways to be the same people: one person, one household
pair AS (
    SELECT
        placed.record_no AS later_no,
        before.record_no
    FROM placed
    INNER JOIN placed AS before ON placed.person_key = before.person_key AND placed.cause = before.cause
    UNION
    SELECT
        placed.record_no AS later_no,
        before.record_no
    FROM placed
    INNER JOIN placed AS before ON placed.household_no = before.household_no AND placed.cause = before.cause
),

repeated AS (
    SELECT
        placed.record_no,
        policy_period.temporary_aid_window_months AS months,
        count(*) AS times,
        max(before.approved_on) AS before_on,
        bool_or(before.division_code IS DISTINCT FROM placed.division_code) AS elsewhere,
        bool_and(before.happened_on = placed.happened_on) AS same_day,
        list_sort(list({
            'source_table': before.source_table, 'record_no': before.record_no,
            'what': '此前的临时救助：' || before.cause, 'value': before.amount_yuan::VARCHAR, 'on': before.approved_on
        })) AS items
    FROM placed
    INNER JOIN policy_period
        ON
        placed.locality = policy_period.locality AND placed.residence = policy_period.residence
        AND placed.approved_on BETWEEN policy_period.in_force_from AND coalesce(policy_period.in_force_until, placed.approved_on)
    INNER JOIN pair ON placed.record_no = pair.later_no
    INNER JOIN placed AS before ON pair.record_no = before.record_no
    WHERE
        (before.approved_on, before.record_no) < (placed.approved_on, placed.record_no)
        AND before.approved_on > placed.approved_on - to_months(policy_period.temporary_aid_window_months::INTEGER)
    GROUP BY placed.record_no, policy_period.temporary_aid_window_months
)

SELECT
    placed.source_table AS anchor_table,
    placed.record_no AS anchor_record_no,
    placed.person_key,
    if(placed.at_home, placed.household_no, NULL) AS household_no,
    placed.program,
    placed.place_code AS division_code,
    placed.locality,
    placed.residence,
    repeated.months,
    placed.cause,
    placed.approved_on,
    repeated.times,
    repeated.before_on,
    if(repeated.elsewhere, '受理区划不同', '受理区划相同') AS places,
    CASE repeated.same_day WHEN TRUE THEN '急难发生日期相同' WHEN FALSE THEN '急难发生日期不同' ELSE '急难发生日期未填' END AS happened,
    list_concat([{
        'source_table': placed.source_table, 'record_no': placed.record_no,
        'what': '本次临时救助：' || placed.cause, 'value': placed.amount_yuan::VARCHAR, 'on': placed.approved_on
    }], repeated.items) AS evidence
FROM repeated
INNER JOIN placed ON repeated.record_no = placed.record_no
