/*---
id: ZJ-05
title: 特困标准低于上年度低保标准的规定倍数
title_en: 特困 standard below 1.3 times last year's 低保
class: 资金
level: yellow
status: live
version: 1
needs: [civil_affairs.benefits, civil_affairs.households]
reads: [active_benefit, household_place, locality, policy, policy_period, night]
parameters: [tekun_standard, tekun_multiple_min, standard]
authorisation: false
legal_basis:
  - 特困人员基本生活标准不低于当地上年度低保标准的1.3倍 seed A
  - 特困人员认定办法（民发〔2021〕43号） [GK]
false_positives:
  - {case: 政策文件录入有误，或新标准已公布尚未录入, check: 对照公布文件核对 data/policy 中的数值、起用日期和出处}
  - {case: 当地依规分步提高, check: 核对上级批复}
sentence: 本地（{locality_code}）现行特困供养标准低于上年度末低保标准的{multiple}倍：{places}。现有{payees}人领取特困供养。请核对公布文件；确属偏低的，报请研究调整。
examples:
  - why: 农村低于，城镇恰好达到；每地一条，锚定在政策文件上
    as_of: 2026-11-22
    policy: {tekun_multiple_min: 1.3, standard: {2025-07-01: {城镇: 1000, 农村: 900}}, tekun_standard: {2026-01-01: {城镇: 1300, 农村: 1169.99}}}
    given: &given
      household: [{household_no: J1, program: 特困供养, status: 在享, approved_on: 2026-01-01, residence: 农村, division_code: 999901001001}]
      benefit:
        - {program: 特困供养, household_no: J1, person_key: P1, start_on: 2026-01-01}
        - {program: 特困供养, person_key: P2, start_on: 2026-01-01, division_code: 999902}
        - {program: 最低生活保障, person_key: P3, start_on: 2026-01-01}
    expect:
      - anchor_record_no: 9999 tekun_standard
        anchor_table: policy_files.parameters
        person_key: null
        household_no: null
        division_code: "9999"
        payees: 2
        places: 农村1169.99元，应不低于900.00×1.3＝1170.00元
  - why: 上年度末以前的旧标准、今年的新标准都不作比较
    as_of: 2026-11-22
    policy: {tekun_multiple_min: 1.3, standard: {2024-07-01: 990, 2025-07-01: 1000, 2026-07-01: 1040}, tekun_standard: 1300}
    given: *given
    expect: []
  - why: 没有人领取特困供养，不必提示
    as_of: 2026-11-22
    policy: {tekun_multiple_min: 1.3, standard: 1000, tekun_standard: 1200}
    given: {benefit: [{program: 特困供养, person_key: P1, start_on: 2026-01-01, end_on: 2026-11-22}]}
    expect: []
  - why: 倍数未知，或上年度末的低保标准未知
    as_of: 2026-11-22
    policy: {tekun_multiple_min: 1.3, standard: {2026-07-01: 1040}, tekun_standard: 1200}
    given: *given
    expect: []
---*/
WITH payee AS (
    SELECT
        coalesce(household_place.locality, locality.locality) AS locality,
        count(DISTINCT active_benefit.person_key) AS payees
    FROM active_benefit
    LEFT JOIN household_place ON active_benefit.household_no = household_place.household_no
    INNER JOIN locality ON coalesce(active_benefit.division_code, '') = locality.division_code
    WHERE active_benefit.program = '特困供养'
    GROUP BY coalesce(household_place.locality, locality.locality)
),

low AS (
    SELECT
        policy.locality,
        policy.residence,
        policy.tekun_standard,
        policy.tekun_multiple_min,
        policy_period.standard AS last_year_standard,
        (policy_period.standard * policy.tekun_multiple_min)::DECIMAL(18, 2) AS least_yuan
    FROM policy
    CROSS JOIN night
    INNER JOIN policy_period
        ON
        policy.locality = policy_period.locality AND policy.residence = policy_period.residence
        AND policy_period.in_force_from < date_trunc('year', night.as_of)
        AND coalesce(policy_period.in_force_until + 1 >= date_trunc('year', night.as_of), TRUE)
    WHERE policy.residence <> '' AND policy.tekun_standard < policy_period.standard * policy.tekun_multiple_min
)

SELECT
    'policy_files.parameters' AS anchor_table,
    low.locality || ' tekun_standard' AS anchor_record_no,
    NULL::VARCHAR AS person_key,
    NULL::VARCHAR AS household_no,
    NULL::VARCHAR AS program,
    low.locality AS division_code,
    low.locality,
    low.locality AS locality_code,
    max(low.tekun_multiple_min) AS multiple,
    max(payee.payees) AS payees,
    string_agg(
        low.residence || low.tekun_standard::VARCHAR || '元，应不低于' || low.last_year_standard::VARCHAR
        || '×' || rtrim(rtrim(low.tekun_multiple_min::VARCHAR, '0'), '.') || '＝' || low.least_yuan::VARCHAR || '元',
        '；' ORDER BY low.residence DESC
    ) AS places,
    list_sort(list({
        'source_table': 'policy_files.parameters', 'record_no': low.locality || ' tekun_standard',
        'what': low.residence || '特困供养标准', 'value': low.tekun_standard::VARCHAR, 'on': NULL::DATE
    }) || list({
        'source_table': 'policy_files.parameters', 'record_no': low.locality || ' standard',
        'what': low.residence || '上年度末低保标准', 'value': low.last_year_standard::VARCHAR, 'on': NULL::DATE
    })) AS evidence
FROM low
INNER JOIN payee ON low.locality = payee.locality
GROUP BY low.locality
