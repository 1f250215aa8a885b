/*---
id: LB-18
title: 采暖补贴漏发
title_en: heating subsidy missing
class: 漏保
level: yellow
status: live
version: 1
needs: [civil_affairs.households, civil_affairs.payments]
reads: [aid_household, payment, heating_season, policy, night]
parameters: [heating, heating_from, heating_until]
authorisation: false
legal_basis: [本地困难群众冬季采暖补贴办法（地方规定）]
false_positives:
  - {case: 已迁出本地，或住在统一供暖的供养机构, check: 核对居住地和供养方式}
  - {case: 集中供热直接减免，不另发现金, check: 核对供热单位的减免名单}
sentence: 本采暖季自{season_from}起，该家庭在此之前已获批准，至核对月份没有成功发放的采暖补贴。请核实是否漏发。
examples:
  - why: 采暖季跨年，次年4月仍属上年10月开始的一季；开季前一天批准
    as_of: 2027-04-15
    policy: &policy {heating: true, heating_from: 10-15, heating_until: 04-15}
    given: &given
      household: &home
        - {record_no: H1, household_no: J1, program: 特困供养, status: 在享, approved_on: 2026-10-14, division_code: 999901}
    expect: [{anchor_record_no: H1, person_key: null, household_no: J1, program: 特困供养, season_from: 2026-10-15}]
  - why: 采暖季第一天
    as_of: 2026-10-15
    policy: *policy
    given: *given
    expect: [{anchor_record_no: H1, season_from: 2026-10-15}]
  - why: 季前一天不查
    as_of: 2026-10-14
    policy: *policy
    given: *given
    expect: []
  - why: 季后一天不查
    as_of: 2027-04-16
    policy: *policy
    given: *given
    expect: []
  - why: 不跨年的采暖季
    as_of: 2027-04-16
    policy: {heating: true, heating_from: 01-01, heating_until: 04-30}
    given: *given
    expect: [{anchor_record_no: H1, season_from: 2027-01-01}]
  - why: 2月29日开季，平年从2月28日算起
    as_of: 2027-03-01
    policy: {heating: true, heating_from: 02-29, heating_until: 04-30}
    given: *given
    expect: [{anchor_record_no: H1, season_from: 2027-02-28}]
  - why: 本地不发采暖补贴
    as_of: 2026-11-22
    policy: {heating: false, heating_from: 10-15, heating_until: 04-15}
    given: *given
    expect: []
  - why: 开季当天才批准；低保边缘家庭不在本规则
    as_of: 2026-11-22
    policy: *policy
    given:
      household:
        - {household_no: J1, program: 最低生活保障, status: 在享, approved_on: 2026-10-15}
        - {household_no: J2, program: 低保边缘, status: 在享, approved_on: 2026-01-01}
    expect: []
  - why: 开季月份已成功发放
    as_of: 2027-01-10
    policy: *policy
    given: {household: *home, payment: [{program: 采暖补贴, household_no: J1, period: 2026-10-01, result: 成功}]}
    expect: []
  - why: 失败、上一季、下个月、别的家庭、别的待遇都不算发放
    as_of: 2026-11-22
    policy: *policy
    given:
      household: *home
      payment:
        - {program: 采暖补贴, household_no: J1, period: 2026-11-01, result: 失败}
        - {program: 采暖补贴, household_no: J1, period: 2026-04-01, result: 成功}
        - {program: 采暖补贴, household_no: J1, period: 2026-12-01, result: 成功}
        - {program: 采暖补贴, household_no: J2, period: 2026-11-01, result: 成功}
        - {program: 特困供养, household_no: J1, period: 2026-11-01, result: 成功}
    expect: [{anchor_record_no: H1}]
---*/
WITH heated AS (
    SELECT
        payment.household_no,
        payment.period
    FROM payment
    CROSS JOIN night
    WHERE payment.program = '采暖补贴' AND payment.result = '成功' AND payment.period <= night.as_of
)

SELECT
    aid_household.source_table AS anchor_table,
    aid_household.record_no AS anchor_record_no,
    NULL::VARCHAR AS person_key,
    aid_household.household_no,
    aid_household.program,
    aid_household.division_code,
    heating_season.season_from,
    [{
        'source_table': aid_household.source_table, 'record_no': aid_household.record_no,
        'what': '在享家庭', 'value': aid_household.program, 'on': aid_household.approved_on
    }] AS evidence
FROM aid_household
INNER JOIN policy
    ON aid_household.locality = policy.locality AND coalesce(aid_household.residence, '') = policy.residence
INNER JOIN heating_season ON policy.locality = heating_season.locality AND policy.residence = heating_season.residence
ANTI JOIN heated
    ON aid_household.household_no = heated.household_no AND heated.period >= date_trunc('month', heating_season.season_from)
WHERE
    -- the season is of places that pay it and state its days
    policy.heating AND policy.heating_from IS NOT NULL AND policy.heating_until IS NOT NULL
    AND aid_household.program IN ('最低生活保障', '特困供养') AND aid_household.approved_on < heating_season.season_from
