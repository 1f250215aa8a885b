/*---
id: CB-02
title: 在保人员名下有非居住用房
title_en: non-residential property
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
reads: [property_failure, active_household, household_asset]
parameters: []
parameters_if_given: [non_residential_allowed]
authorisation: true
legal_basis:
  - 社会救助暂行办法（国务院令第649号）：家庭财产状况应符合当地规定 [GK]
  - 深圳低保边缘、支出型困难家庭财产条件 2023：无非居住类房屋 [S16]
  - 绍兴诸暨低保边缘户条件 2022 [S19]
false_positives:
  - {case: 商铺改作住房且为唯一居所, check: 实地查看居住情况}
  - {case: 车位、储藏室登记为其他用途, check: 查看不动产登记簿的用途栏}
  - {case: 已转让但尚未过户, check: 查看买卖合同和付款凭证}
sentence: 家庭成员名下有{units}处现势的商业或办公用房（{usages}）。
examples:
  - why: 特困家庭成员名下一处商铺，哪怕只占份额
    as_of: 2026-11-22
    given: &family
      household: [{record_no: R1, household_no: H1, program: 特困供养, status: 在享, approved_on: 2025-01-01}]
      member: [{household_no: H1, person_key: P1, relation: 本人, member_kind: 共同生活}]
      authorisation: [{household_no: H1, person_key: P1, purpose: 社会救助, signed_on: 2025-01-01, valid_until: 2026-11-22}]
      asset: [{record_no: A1, kind: registered, unit_no: U1, usage: 商业, area_m2: "12.5", share_percent: "1", person_key: P1, status: 现势}]
    expect: [{anchor_record_no: R1, units: 1, usages: 商业}]
  - why: 车位和历史状态的办公用房都不算
    as_of: 2026-11-22
    given:
      <<: *family
      asset:
        - {kind: registered, unit_no: U1, usage: 车位, area_m2: "12.5", person_key: P1, status: 现势}
        - {kind: registered, unit_no: U2, usage: 办公, area_m2: "80", person_key: P1, status: 历史}
    expect: []
  - why: 授权昨日到期
    as_of: 2026-11-22
    given:
      <<: *family
      authorisation: [{household_no: H1, person_key: P1, purpose: 社会救助, signed_on: 2025-01-01, valid_until: 2026-11-21}]
    expect: []
  - why: 权利人只是法定义务人，不是共同生活成员
    as_of: 2026-11-22
    given:
      <<: *family
      member:
        - {household_no: H1, person_key: P2, relation: 本人, member_kind: 共同生活}
        - {household_no: H1, person_key: P1, relation: 子, member_kind: 法定义务人}
    expect: []
  - why: 家庭今日退出
    as_of: 2026-11-22
    given:
      <<: *family
      household: [{household_no: H1, program: 特困供养, status: 在享, approved_on: 2025-01-01, ended_on: 2026-11-22}]
    expect: []
  - why: 当地写明允许有非居住用房
    as_of: 2026-11-22
    policy: {non_residential_allowed: true}
    given: *family
    expect: []
---*/
WITH found AS (
    SELECT
        household_no,
        list_sort(list_distinct(list(usage))) AS usages,
        list({
            'source_table': source_table, 'record_no': record_no,
            'what': usage, 'value': cast(area_m2 AS VARCHAR), 'on': on_date
        } ORDER BY unit_no, source_table, record_no) AS evidence
    FROM household_asset
    WHERE kind = 'registered' AND usage IN ('商业', '办公')
    GROUP BY household_no
)

SELECT
    'civil_affairs.households' AS anchor_table,
    active_household.record_no AS anchor_record_no,
    cast(NULL AS VARCHAR) AS person_key,
    active_household.household_no,
    active_household.program,
    active_household.division_code,
    failure.things AS units,
    found.usages,
    found.evidence
FROM property_failure AS failure
INNER JOIN active_household ON failure.record_no = active_household.record_no
INNER JOIN found ON active_household.household_no = found.household_no
WHERE
    failure.rule_id = 'CB-02'
    AND active_household.program IN ('特困供养', '最低生活保障', '低保边缘')
