/*---
id: CB-04
title: 近期新建住房
title_en: new self-built house
class: 错保
level: yellow
status: live
version: 1
needs:
  - civil_affairs.households
  - civil_affairs.household_members
  - civil_affairs.authorisations
  - civil_affairs.deaths
  - housing.properties
reads: [active_household, household_asset, policy, night]
parameters: [home_lookback_months]
authorisation: true
legal_basis:
  - 社会救助暂行办法（国务院令第649号）：家庭财产状况应符合当地规定 [GK]
  - 灌云县民政局：家庭财产状况测算 2024-06，申请前一年内或享受期间新建住房，危房改造除外 [S51]
false_positives:
  - {case: 多年前建成的老屋，近期才补办首次登记（如房地一体确权）, check: 查看竣工时间、宅基地审批或实地查看建成年份}
  - {case: 危房改造、灾后重建，登记时写作自建, check: 查看危房改造或灾后重建审批表}
  - {case: 子女出资、以老人名义登记, check: 询问出资人和实际居住人}
sentence: 家庭成员名下近{home_lookback_months}个月内首次登记自建住房{homes}处，最近一处登记于{last_registered_on}。请核实是否新建、资金来源，是否属于危房改造。
examples:
  - why: 十二个月前的次日登记；共有的一处只算一处
    as_of: 2026-11-22
    policy: &year {home_lookback_months: 12}
    given: &family
      household: [{record_no: R1, household_no: H1, program: 最低生活保障, status: 在享, approved_on: 2025-01-01}]
      member: &two
        - {household_no: H1, person_key: P1, relation: 本人, member_kind: 共同生活}
        - {household_no: H1, person_key: P2, relation: 配偶, member_kind: 共同生活}
      authorisation: &signed
        - {household_no: H1, person_key: P1, purpose: 社会救助, signed_on: 2025-01-01}
        - {household_no: H1, person_key: P2, purpose: 社会救助, signed_on: 2025-01-01}
      asset:
        - {record_no: A1, kind: registered, unit_no: U1, usage: 宅基地, area_m2: "120", person_key: P1, status: 现势, on_date: 2025-11-23, acquired_by: 自建}
        - {record_no: A2, kind: registered, unit_no: U1, usage: 宅基地, area_m2: "120", person_key: P2, status: 现势, on_date: 2025-11-23, acquired_by: 自建}
    expect: [{anchor_record_no: R1, household_no: H1, program: 最低生活保障, homes: 1, last_registered_on: 2025-11-23, home_lookback_months: 12, certainty: certain}]
  - why: 正好十二个月前登记；危房改造、购买、继承的不是新建；取得方式没有填写的不知道
    as_of: 2026-11-22
    policy: *year
    given:
      <<: *family
      asset:
        - {kind: registered, unit_no: U1, usage: 宅基地, person_key: P1, status: 现势, on_date: 2025-11-22, acquired_by: 自建}
        - {kind: registered, unit_no: U2, usage: 宅基地, person_key: P1, status: 现势, on_date: 2026-11-01, acquired_by: 危房改造}
        - {kind: registered, unit_no: U3, usage: 住宅, person_key: P1, status: 现势, on_date: 2026-11-01, acquired_by: 继承}
        - {kind: registered, unit_no: U4, usage: 宅基地, person_key: P2, status: 现势, on_date: 2026-11-01}
    expect: []
  - why: 老屋补办登记，竣工在十二个月以前；车位、历史状态的也不算
    as_of: 2026-11-22
    policy: *year
    given:
      <<: *family
      asset:
        - {kind: registered, unit_no: U1, usage: 宅基地, person_key: P1, status: 现势, on_date: 2026-11-01, acquired_by: 自建, built_on: 1998-06-01}
        - {kind: registered, unit_no: U2, usage: 车位, person_key: P1, status: 现势, on_date: 2026-11-01, acquired_by: 自建}
        - {kind: registered, unit_no: U3, usage: 宅基地, person_key: P1, status: 历史, on_date: 2026-11-01, acquired_by: 自建}
    expect: []
  - why: 竣工也在十二个月之内；权利人与成员的关联只是“可能”
    as_of: 2026-11-22
    policy: *year
    given:
      <<: *family
      asset:
        - {record_no: A1, kind: registered, unit_no: U1, usage: 住宅, area_m2: "96", person_key: P1, person_apart_key: P9, status: 现势, on_date: 2026-11-22, acquired_by: 自建, built_on: 2026-08-01}
    expect: [{anchor_record_no: R1, certainty: likely}]
  - why: 权利人没有授权；刚性支出困难家庭不在本规则之内
    as_of: 2026-11-22
    policy: *year
    given:
      household:
        - {record_no: R1, household_no: H1, program: 最低生活保障, status: 在享, approved_on: 2025-01-01}
        - {record_no: R3, household_no: H3, program: 刚性支出困难, status: 在享, approved_on: 2025-01-01}
      member:
        - {household_no: H1, person_key: P1, relation: 本人, member_kind: 共同生活}
        - {household_no: H3, person_key: P3, relation: 本人, member_kind: 共同生活}
      authorisation: [{household_no: H3, person_key: P3, purpose: 社会救助, signed_on: 2025-01-01}]
      asset:
        - {kind: registered, unit_no: U1, usage: 宅基地, person_key: P1, status: 现势, on_date: 2026-11-01, acquired_by: 自建}
        - {kind: registered, unit_no: U3, usage: 宅基地, person_key: P3, status: 现势, on_date: 2026-11-01, acquired_by: 自建}
    expect: []
  - why: 追溯月数未知，不核算
    as_of: 2026-11-22
    given:
      <<: *family
      asset: [{kind: registered, unit_no: U1, usage: 宅基地, person_key: P1, status: 现势, on_date: 2026-11-01, acquired_by: 自建}]
    expect: []
---*/
SELECT
    'civil_affairs.households' AS anchor_table,
    active_household.record_no AS anchor_record_no,
    cast(NULL AS VARCHAR) AS person_key,
    active_household.household_no,
    active_household.program,
    active_household.division_code,
    policy.home_lookback_months,
    count(DISTINCT built.unit_no) AS homes,
    max(built.on_date) AS last_registered_on,
    list({
        'source_table': built.source_table, 'record_no': built.record_no,
        'what': '自建' || built.usage || ',首次登记', 'value': cast(built.area_m2 AS VARCHAR), 'on': built.on_date
    } ORDER BY built.unit_no, built.source_table, built.record_no) AS evidence
FROM active_household
CROSS JOIN night
INNER JOIN policy
    ON active_household.locality = policy.locality AND coalesce(active_household.residence, '') = policy.residence
INNER JOIN household_asset AS built ON active_household.household_no = built.household_no
WHERE
    active_household.program IN ('特困供养', '最低生活保障', '低保边缘')
    AND built.kind = 'registered' AND built.usage IN ('住宅', '宅基地') AND built.acquired_by = '自建'
    AND built.on_date > night.as_of - to_months(cast(policy.home_lookback_months AS INTEGER))
    AND built.on_date <= night.as_of
    -- an old house may be registered late: where the year it was built is known, that decides
    AND (built.built_on IS NULL OR built.built_on > night.as_of - to_months(cast(policy.home_lookback_months AS INTEGER)))
GROUP BY
    active_household.record_no,
    active_household.household_no,
    active_household.program,
    active_household.division_code,
    policy.home_lookback_months
