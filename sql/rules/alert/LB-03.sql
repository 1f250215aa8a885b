/*---
id: LB-03
title: 到龄未享高龄津贴
title_en: age reached, allowance not paid
class: 漏保
level: yellow
status: live
version: 1
needs: [medical_insurance.enrolments, civil_affairs.benefits, civil_affairs.deaths]
reads: [enrolment, person_alive, active_benefit, locality, policy, night]
parameters: [elder_allowance_age, elder_allowance_grace_months]
policy_by: row
authorisation: false
statutory_ground: 老年人权益保障法关于高龄津贴的规定及本地高龄津贴办法；只使用是否正常参保这一项，作为仍在本地生活的线索 [GK]
legal_basis:
  - 本地高龄津贴办法（地方规定）
  - 深圳高龄老人津贴办理办法：满龄前两个月提示 [S75]
false_positives:
  - {case: 已在外地或境外长期居住, check: 电话或入户核实居住地}
  - {case: 已去世但尚无死亡登记, check: 请村（居）委会核实，并补报死亡信息}
  - {case: 出生日期登记有误, check: 核对户口簿和身份证}
sentence: 于{reached_on}年满{elder_allowance_age}周岁，已过{elder_allowance_grace_months}个月的办理期，医保正常参保，没有在发的高龄津贴。请核实并主动告知可以申领。
township: 辖区内一位老人已满高龄津贴年龄，还没有领取。请上门或电话联系，核实后协助申领。
examples:
  - why: 核对日恰满80周岁零2个月；报在正常参保记录中流水号最小的一条
    as_of: 2026-11-22
    policy: &policy {elder_allowance_age: 80, elder_allowance_grace_months: 2}
    given: &given
      person: [{person_key: P1, birth_date: 1946-09-22}]
      enrolment: &enrolments
        - {record_no: E1, person_key: P1, scheme: 职工医保, status: 终止参保}
        - {record_no: E3, person_key: P1, scheme: 居民医保, status: 正常参保}
        - {record_no: E2, person_key: P1, scheme: 居民医保, status: 正常参保, division_code: 999901}
    expect: [{anchor_record_no: E2, person_key: P1, household_no: null, division_code: 999901, reached_on: 2026-09-22}]
  - why: 差一天
    as_of: 2026-11-21
    policy: *policy
    given: *given
    expect: []
  - why: 闰日出生，4月28日差一天
    as_of: 2024-04-28
    policy: *policy
    given: &leap {person: [{person_key: P1, birth_date: 1944-02-29}], enrolment: *enrolments}
    expect: []
  - why: 闰日出生，4月29日恰满
    as_of: 2024-04-29
    policy: *policy
    given: *leap
    expect: [{anchor_record_no: E2}]
  - why: 12月31日出生，2月没有31日，以月末为准
    as_of: 2026-02-28
    policy: *policy
    given: {person: [{person_key: P1, birth_date: 1945-12-31}], enrolment: *enrolments}
    expect: [{anchor_record_no: E2}]
  - why: 出生日期不明
    as_of: 2026-11-22
    policy: *policy
    given: {enrolment: *enrolments}
    expect: []
  - why: 高龄津贴当天起发
    as_of: 2026-11-22
    policy: *policy
    given:
      person: [{person_key: P1, birth_date: 1940-01-01}]
      enrolment: *enrolments
      benefit: [{program: 高龄津贴, person_key: P1, start_on: 2026-11-22}]
    expect: []
  - why: 已去世
    as_of: 2026-11-22
    policy: *policy
    given:
      person: [{person_key: P1, birth_date: 1940-01-01}]
      enrolment: *enrolments
      death: [{person_key: P1, died_on: 2026-11-22}]
    expect: []
  - why: 只有暂停参保的记录
    as_of: 2026-11-22
    policy: *policy
    given: {person: [{person_key: P1, birth_date: 1940-01-01}], enrolment: [{person_key: P1, status: 暂停参保}]}
    expect: []
---*/
-- those of age in the locality that asks for the fewest months: so that only the old are ranked, not the whole city
WITH elder AS (
    SELECT
        person_alive.person_key,
        person_alive.birth_date
    FROM person_alive
    CROSS JOIN night
    WHERE
        person_alive.died_on IS NULL
        AND person_alive.birth_date + to_months(
            (SELECT min(12 * policy.elder_allowance_age + policy.elder_allowance_grace_months) FROM policy)::INTEGER
        ) <= night.as_of
),

insured AS (
    SELECT
        enrolment.*,
        elder.birth_date
    FROM enrolment
    INNER JOIN elder ON enrolment.person_key = elder.person_key
    WHERE enrolment.status = '正常参保'
    QUALIFY row_number() OVER (PARTITION BY enrolment.person_key ORDER BY enrolment.record_no) = 1
),

allowed AS (
    SELECT person_key
    FROM active_benefit
    WHERE program = '高龄津贴'
)

SELECT
    insured.source_table AS anchor_table,
    insured.record_no AS anchor_record_no,
    insured.person_key,
    NULL::VARCHAR AS household_no,
    NULL::VARCHAR AS program,
    insured.division_code,
    policy.elder_allowance_age,
    policy.elder_allowance_grace_months,
    (insured.birth_date + to_months((12 * policy.elder_allowance_age)::INTEGER))::DATE AS reached_on,
    [{
        'source_table': insured.source_table, 'record_no': insured.record_no,
        'what': '正常参保', 'value': insured.scheme, 'on': insured.enrolled_on
    }] AS evidence
FROM insured
CROSS JOIN night
INNER JOIN locality ON coalesce(insured.division_code, '') = locality.division_code
INNER JOIN policy ON locality.locality = policy.locality AND policy.residence = ''
ANTI JOIN allowed ON insured.person_key = allowed.person_key
WHERE
    -- years and months in one addition: in two, a leap-day birth would be clamped twice
    insured.birth_date
    + to_months((12 * policy.elder_allowance_age + policy.elder_allowance_grace_months)::INTEGER) <= night.as_of
