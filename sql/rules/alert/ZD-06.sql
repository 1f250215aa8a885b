/*---
id: ZD-06
title: 领取待遇的老人长期无任何生存迹象
title_en: no sign of life for long
class: 主动发现
level: yellow
status: live
version: 1
needs:
  - civil_affairs.benefits
  - civil_affairs.households
  - civil_affairs.deaths
  - civil_affairs.elder_care
  - civil_affairs.authorisations
  - civil_affairs.marriages
  - medical_insurance.settlements
  - human_resources.contributions
reads: [active_benefit, person_alive, medical_cost, last_sign, policy, night]
parameters: [no_sign_of_life_age, no_sign_of_life_months]
policy_by: both
authorisation: false
statutory_ground: 待遇发放的核实职责；只看有没有就医结算和缴费记录，不看内容，也不因此停发 [PROP]
legal_basis:
  - 年龄和月数为本系统设定，只用于探访，不作为停发依据 [PROP]
false_positives:
  - {case: 身体健康，随子女在外地或境外居住, check: 电话或视频联系本人}
  - {case: 已去世但尚无死亡登记, check: 请村（居）委会核实，先确认再办理，不得凭本预警停发}
  - {case: 异地就医未回传结算, check: 询问家属就医地点}
sentence: 年满{no_sign_of_life_age}周岁，正在领取{benefits}，最近一次活动记录在{last_seen_on}，此后满{no_sign_of_life_months}个月没有就医结算、探访、本人签署授权、婚姻登记、评估或缴费记录。请电话或上门看望，确认老人安好；不得据此停发。
township: 辖区内一名领取待遇的老人长时间没有任何活动记录。请电话或上门看望，确认老人安好，把结果录入系统。
examples:
  - why: 最近一次结算在24个月前当天；逐月都有他人的结算，说明数据够长
    as_of: 2026-11-22
    policy: &policy {no_sign_of_life_age: 70, no_sign_of_life_months: 3}
    given:
      person: &old [{person_key: P1, birth_date: 1956-11-22}]
      benefit: &paid
        - {record_no: B2, program: 高龄津贴, person_key: P1, start_on: 2020-01-01, division_code: 999901001001}
        - {record_no: B1, program: 最低生活保障, person_key: P1, start_on: 2020-01-01, division_code: 999901001001}
      medical_cost: &history
        - {person_key: Q1, settled_on: 2026-08-05}
        - {person_key: Q1, settled_on: 2026-09-05}
        - {person_key: Q1, settled_on: 2026-10-05}
        - {person_key: P1, settled_on: 2026-08-22}
    expect: [{anchor_record_no: B1, person_key: P1, division_code: 999901001001, benefits: 最低生活保障、高龄津贴}]
  - why: 有一个月没有任何人的结算，数据不够长，不说明什么
    as_of: 2026-11-22
    policy: *policy
    given:
      person: *old
      benefit: *paid
      medical_cost: [{person_key: Q1, settled_on: 2026-08-05}, {person_key: Q1, settled_on: 2026-10-05}]
    expect: []
  - why: 差一天满70周岁；已去世；窗口内起发；窗口内退费的就医也是迹象
    as_of: 2026-11-22
    policy: *policy
    given:
      person: [{person_key: P1, birth_date: 1956-11-23}, {person_key: P2, birth_date: 1940-01-01}, {person_key: P3, birth_date: 1940-01-01}, {person_key: P4, birth_date: 1940-01-01}]
      benefit:
        - {program: 高龄津贴, person_key: P1, start_on: 2020-01-01}
        - {program: 高龄津贴, person_key: P2, start_on: 2020-01-01}
        - {program: 高龄津贴, person_key: P3, start_on: 2026-08-23}
        - {program: 高龄津贴, person_key: P4, start_on: 2020-01-01}
      death: [{person_key: P2, died_on: 2026-11-01}]
      medical_cost:
        - {person_key: Q1, settled_on: 2026-08-05}
        - {person_key: Q1, settled_on: 2026-09-05}
        - {person_key: Q1, settled_on: 2026-10-05}
        - {person_key: P4, settled_on: 2026-08-23, valid: 退费}
    expect: []
  - why: 探访、本人签署授权、再婚、能力评估、缴费，都是迹象
    as_of: 2026-11-22
    policy: *policy
    given:
      person:
        - {person_key: P1, birth_date: 1940-01-01}
        - {person_key: P2, birth_date: 1940-01-01}
        - {person_key: P3, birth_date: 1940-01-01}
        - {person_key: P4, birth_date: 1940-01-01}
        - {person_key: P5, birth_date: 1940-01-01}
        - {person_key: P6, birth_date: 1940-01-01}
      benefit:
        - {record_no: B1, program: 高龄津贴, person_key: P1, start_on: 2020-01-01}
        - {record_no: B2, program: 高龄津贴, person_key: P2, start_on: 2020-01-01}
        - {record_no: B3, program: 高龄津贴, person_key: P3, start_on: 2020-01-01}
        - {record_no: B4, program: 特困供养, person_key: P4, start_on: 2020-01-01, assessed_on: 2026-11-01}
        - {record_no: B5, program: 高龄津贴, person_key: P5, start_on: 2020-01-01}
        - {record_no: B6, program: 高龄津贴, person_key: P6, start_on: 2020-01-01}
      visit: [{person_key: P1, last_visit_on: 2026-11-01}]
      authorisation:
        - {person_key: P2, household_no: J1, signed_on: 2026-11-01, signed_by: 本人}
        - {person_key: P6, household_no: J1, signed_on: 2026-11-01, signed_by: 委托人}
      marriage: [{person_key: P3, registered_on: 2026-11-01, event: 结婚登记}]
      income: [{person_key: P5, kind: contribution, month: 2026-09-01, status: 已缴, yuan_month: 1}]
      medical_cost: *history
    expect: [{anchor_record_no: B6}]
  - why: 年龄未知，不运行
    as_of: 2026-11-22
    policy: {no_sign_of_life_months: 3}
    given: {person: *old, benefit: *paid, medical_cost: *history}
    expect: []
---*/
-- of whom nothing was seen for the fewest months that a place asks for; the months of their own follow
WITH silent AS (
    SELECT last_sign.*
    FROM last_sign
    CROSS JOIN night
    WHERE last_sign.last_seen_on <= night.as_of - to_months((SELECT min(policy.no_sign_of_life_months) FROM policy)::INTEGER)
),

elder AS (
    SELECT
        active_benefit.source_table,
        active_benefit.record_no,
        active_benefit.person_key,
        active_benefit.household_no,
        active_benefit.program,
        active_benefit.start_on,
        active_benefit.place_code AS division_code,
        policy.locality,
        policy.residence,
        policy.no_sign_of_life_age,
        policy.no_sign_of_life_months,
        night.as_of - to_months(policy.no_sign_of_life_months::INTEGER) AS silent_since
    FROM active_benefit
    CROSS JOIN night
    SEMI JOIN silent ON active_benefit.person_key = silent.person_key
    INNER JOIN person_alive ON active_benefit.person_key = person_alive.person_key AND person_alive.died_on IS NULL
    INNER JOIN policy ON active_benefit.locality = policy.locality AND active_benefit.residence = policy.residence
    WHERE person_alive.birth_date + to_years(policy.no_sign_of_life_age::INTEGER) <= night.as_of
),

-- months of which settlements were delivered at all: a short history would make everybody silent
month AS (
    SELECT DISTINCT date_trunc('month', settled_on) AS first_day
    FROM medical_cost
),

covered AS (
    SELECT policy.no_sign_of_life_months
    FROM policy
    CROSS JOIN night
    INNER JOIN month
        ON
        month.first_day < date_trunc('month', night.as_of)
        AND month.first_day
        >= date_trunc('month', night.as_of) - to_months(policy.no_sign_of_life_months::INTEGER)
    GROUP BY policy.no_sign_of_life_months
    HAVING count(DISTINCT month.first_day) = policy.no_sign_of_life_months
)

SELECT
    min(elder.source_table) AS anchor_table,
    min(elder.record_no) AS anchor_record_no,
    elder.person_key,
    NULL::VARCHAR AS household_no,
    NULL::VARCHAR AS program,
    min(elder.division_code) AS division_code,
    min(elder.no_sign_of_life_age) AS no_sign_of_life_age,
    min(elder.no_sign_of_life_months) AS no_sign_of_life_months,
    min(silent.last_seen_on) AS last_seen_on,
    list_sort(list(DISTINCT elder.program)) AS benefits,
    list_sort(list({
        'source_table': elder.source_table, 'record_no': elder.record_no,
        'what': '在发待遇', 'value': elder.program, 'on': elder.start_on
    })) AS evidence
FROM elder
SEMI JOIN covered ON elder.no_sign_of_life_months = covered.no_sign_of_life_months
INNER JOIN silent ON elder.person_key = silent.person_key AND elder.silent_since >= silent.last_seen_on
GROUP BY elder.person_key
