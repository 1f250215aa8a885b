/*---
id: CB-03
title: 近十二个月内购房
title_en: home bought
class: 错保
level: yellow
status: live
version: 1
needs:
  - civil_affairs.households
  - civil_affairs.household_members
  - civil_affairs.authorisations
  - civil_affairs.deaths
  - housing.sale_contracts
reads: [property_failure, active_household, household_asset, night]
parameters: []
parameters_if_given: [home_lookback_months]
authorisation: true
legal_basis:
  - 社会救助暂行办法（国务院令第649号）：家庭财产状况应符合当地规定 [GK]
  - 灌云县民政局：家庭财产状况测算 2024-06，申请前一年内或享受期间购房 [S51]
false_positives:
  - {case: 合同已撤销或解除, check: 查看网签合同状态}
  - {case: 拆迁安置房补签合同, check: 查看拆迁安置协议和付款人}
  - {case: 亲属间低价转让, check: 查看付款凭证和实际居住人}
sentence: 家庭成员在近{lookback_months}个月内签订住宅买卖合同{contracts}份，最近一份签于{last_signed_on}。
examples:
  - why: 十二个月前的次日签约
    as_of: 2026-11-22
    given: &family
      household: [{record_no: R1, household_no: H1, program: 低保边缘, status: 在享, approved_on: 2025-01-01}]
      member: [{household_no: H1, person_key: P1, relation: 本人, member_kind: 共同生活}]
      authorisation: [{household_no: H1, person_key: P1, purpose: 社会救助, signed_on: 2025-01-01}]
      asset: [{record_no: S1, kind: bought, usage: 住宅, area_m2: "88", price_yuan: "500000", person_key: P1, on_date: 2025-11-23}]
    expect: [{anchor_record_no: R1, contracts: 1, last_signed_on: 2025-11-23}]
  - why: 正好十二个月前签约，不在“近12个月”内；其后买的是车位，卖出的不算
    as_of: 2026-11-22
    given:
      <<: *family
      asset:
        - {kind: bought, usage: 住宅, person_key: P1, on_date: 2025-11-22}
        - {kind: bought, usage: 车位, person_key: P1, on_date: 2026-11-01}
        - {kind: sold, usage: 住宅, person_key: P1, on_date: 2026-11-01}
    expect: []
  - why: 月末夹紧，2月29日的十二个月前为2月28日，次日签约算在内
    as_of: 2028-02-29
    given:
      <<: *family
      asset: [{record_no: S1, kind: bought, usage: 住宅, person_key: P1, on_date: 2027-03-01}]
    expect: [{anchor_record_no: R1}]
  - why: 月末夹紧，正好2月28日签约则不算
    as_of: 2028-02-29
    given:
      <<: *family
      asset: [{record_no: S1, kind: bought, usage: 住宅, person_key: P1, on_date: 2027-02-28}]
    expect: []
  - why: 两名成员共同买受的一份合同只算一份
    as_of: 2026-11-22
    given:
      <<: *family
      member:
        - {household_no: H1, person_key: P1, relation: 本人, member_kind: 共同生活}
        - {household_no: H1, person_key: P2, relation: 配偶, member_kind: 共同生活}
      authorisation:
        - {household_no: H1, person_key: P1, purpose: 社会救助, signed_on: 2025-01-01}
        - {household_no: H1, person_key: P2, purpose: 社会救助, signed_on: 2025-01-01}
      asset:
        - {record_no: S1, owner_index: "1", kind: bought, usage: 住宅, person_key: P1, on_date: 2026-11-22}
        - {record_no: S1, owner_index: "2", kind: bought, usage: 住宅, person_key: P2, on_date: 2026-11-22}
    expect: [{anchor_record_no: R1, contracts: 1}]
  - why: 当地写明追溯二十四个月
    as_of: 2026-11-22
    policy: {home_lookback_months: 24}
    given:
      <<: *family
      asset: [{record_no: S1, kind: bought, usage: 住宅, person_key: P1, on_date: 2024-11-23}]
    expect: [{anchor_record_no: R1, contracts: 1, lookback_months: 24}]
---*/
SELECT
    'civil_affairs.households' AS anchor_table,
    active_household.record_no AS anchor_record_no,
    cast(NULL AS VARCHAR) AS person_key,
    active_household.household_no,
    active_household.program,
    active_household.division_code,
    failure.things AS contracts,
    failure.lookback_months,
    max(contract.on_date) AS last_signed_on,
    list({
        'source_table': contract.source_table, 'record_no': contract.record_no,
        'what': '买受' || contract.usage, 'value': cast(contract.area_m2 AS VARCHAR), 'on': contract.on_date
    } ORDER BY contract.on_date, contract.source_table, contract.record_no) AS evidence
FROM property_failure AS failure
CROSS JOIN night
INNER JOIN active_household ON failure.record_no = active_household.record_no
INNER JOIN household_asset AS contract ON active_household.household_no = contract.household_no
WHERE
    failure.rule_id = 'CB-03'
    AND active_household.program IN ('特困供养', '最低生活保障', '低保边缘')
    AND contract.kind = 'bought' AND contract.usage = '住宅'
    AND contract.on_date > night.as_of - to_months(cast(failure.lookback_months AS INTEGER))
    AND contract.on_date <= night.as_of
GROUP BY ALL
