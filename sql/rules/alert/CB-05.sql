/*---
id: CB-05
title: 申请前转移财产
title_en: property moved away before applying
class: 错保
level: blue
status: live
version: 1
needs:
  - civil_affairs.households
  - civil_affairs.household_members
  - civil_affairs.authorisations
  - civil_affairs.deaths
  - housing.properties
  - housing.sale_contracts
reads: [assessed_household, authorised_member, household_asset, asset, policy]
parameters: [property_disposal_lookback_months]
authorisation: true
legal_basis:
  - 社会救助暂行办法（国务院令第649号）：申请人应如实申报家庭财产状况 [GK]
  - 追溯月数为本系统设定 [PROP]
false_positives:
  - {case: 卖房用于治病、还债或子女就学, check: 对照同期医疗结算、借据和付款凭证}
  - {case: 征收、拆迁、灭失或换证，不是转让, check: 查看权属终止的登记原因和补偿协议}
  - {case: 离婚或继承分割，份额依法归他人, check: 查看离婚协议、判决书或继承公证}
  - {case: 转让后又购置自住房, check: 合并核算现有住房和剩余价款}
sentence: 申请（{applied_on}）前{property_disposal_lookback_months}个月内，家庭成员名下有{records}处不动产转出或出卖，最近一处在{last_left_on}。请核实去向和价款用途。
examples:
  - why: 申请当天终止的权属；申请中的家庭也核对；共有人各占一行的一处只算一处
    as_of: 2026-11-22
    policy: &year {property_disposal_lookback_months: 12}
    given: &family
      household: [{record_no: R1, household_no: H1, program: 最低生活保障, status: 申请中, applied_on: 2026-11-10}]
      member: &two
        - {household_no: H1, person_key: P1, relation: 本人, member_kind: 共同生活}
        - {household_no: H1, person_key: P2, relation: 配偶, member_kind: 共同生活}
      authorisation: &signed
        - {household_no: H1, person_key: P1, purpose: 社会救助, signed_on: 2026-11-10}
        - {household_no: H1, person_key: P2, purpose: 社会救助, signed_on: 2026-11-10}
      asset:
        - {record_no: A1, kind: registered, unit_no: U1, usage: 住宅, area_m2: "90", person_key: P1, status: 历史, on_date: 2010-01-01, ended_on: 2026-11-10}
        - {record_no: A2, kind: registered, unit_no: U1, usage: 住宅, area_m2: "90", person_key: P2, status: 历史, on_date: 2010-01-01, ended_on: 2026-11-10}
    expect: [{anchor_record_no: R1, household_no: H1, records: 1, last_left_on: 2026-11-10, applied_on: 2026-11-10, certainty: certain}]
  - why: 申请前十二个月内网签出卖，在享的家庭
    as_of: 2026-11-22
    policy: *year
    given: &sold
      <<: *family
      household: [{record_no: R1, household_no: H1, program: 特困供养, status: 在享, applied_on: 2026-03-31, approved_on: 2026-04-20}]
      asset: [{record_no: S1, kind: sold, usage: 商业, area_m2: "40", price_yuan: "400000", person_key: P2, on_date: 2025-04-01}]
    expect: [{anchor_record_no: R1, records: 1, last_left_on: 2025-04-01}]
  - why: 正好十二个月以前出卖；申请以后的不在本规则；权属终止日期没有填写的不知道
    as_of: 2026-11-22
    policy: *year
    given:
      <<: *sold
      asset:
        - {record_no: S1, kind: sold, usage: 住宅, person_key: P2, on_date: 2025-03-31}
        - {record_no: S2, kind: sold, usage: 住宅, person_key: P1, on_date: 2026-04-01}
        - {kind: registered, unit_no: U1, usage: 住宅, person_key: P1, status: 历史, on_date: 2010-01-01}
    expect: []
  - why: 同一单元仍在家庭成员名下（换证、夫妻间更名），或由家庭成员买下，没有转出
    as_of: 2026-11-22
    policy: *year
    given:
      <<: *family
      asset:
        - {kind: registered, unit_no: U1, usage: 住宅, person_key: P1, status: 历史, on_date: 2010-01-01, ended_on: 2026-05-01}
        - {kind: registered, unit_no: U1, usage: 住宅, person_key: P2, status: 现势, on_date: 2026-05-01}
        - {record_no: S1, kind: sold, usage: 住宅, person_key: P1, on_date: 2026-05-01}
        - {record_no: S1, kind: bought, usage: 住宅, person_key: P2, on_date: 2026-05-01}
    expect: []
  - why: 车位不核对；没有授权的成员不核对
    as_of: 2026-11-22
    policy: *year
    given:
      <<: *family
      authorisation: [{household_no: H1, person_key: P1, purpose: 社会救助, signed_on: 2026-11-10}]
      asset:
        - {record_no: S1, kind: sold, usage: 车位, person_key: P1, on_date: 2026-05-01}
        - {record_no: S2, kind: sold, usage: 住宅, person_key: P2, on_date: 2026-05-01}
    expect: []
  - why: 出卖人与成员的关联只是“可能”
    as_of: 2026-11-22
    policy: *year
    given:
      <<: *family
      asset: [{record_no: S2, kind: sold, usage: 住宅, person_key: P2, person_apart_key: P9, on_date: 2026-05-01}]
    expect: [{anchor_record_no: R1, certainty: likely}]
  - why: 追溯月数未知，不核算
    as_of: 2026-11-22
    given:
      <<: *family
      asset: [{record_no: S2, kind: sold, usage: 住宅, person_key: P2, on_date: 2026-05-01}]
    expect: []
---*/
WITH home AS (
    SELECT
        assessed_household.*,
        policy.property_disposal_lookback_months,
        assessed_household.applied_on - to_months(cast(policy.property_disposal_lookback_months AS INTEGER)) AS since
    FROM assessed_household
    INNER JOIN policy
        ON assessed_household.locality = policy.locality AND coalesce(assessed_household.residence, '') = policy.residence
),

parted AS (
    SELECT DISTINCT
        home.record_no AS home_record_no,
        home.household_no,
        asset.source_table,
        asset.record_no,
        asset.kind,
        asset.unit_no,
        asset.usage,
        asset.area_m2,
        if(asset.kind = 'sold', asset.on_date, asset.ended_on) AS left_on
    FROM asset
    INNER JOIN authorised_member ON asset.person_key = authorised_member.person_key
    INNER JOIN home ON authorised_member.household_no = home.household_no
    WHERE
        (asset.kind = 'sold' OR (asset.kind = 'registered' AND asset.status = '历史'))
        AND asset.usage IN ('住宅', '宅基地', '商业', '办公')
        AND if(asset.kind = 'sold', asset.on_date, asset.ended_on) > home.since
        AND if(asset.kind = 'sold', asset.on_date, asset.ended_on) <= home.applied_on
),

gone AS (
    SELECT parted.*
    FROM parted
    -- a new certificate, a change between husband and wife: what the household still has did not leave it
    WHERE NOT EXISTS (
        SELECT 1 FROM household_asset AS kept
        WHERE
            kept.household_no = parted.household_no
            AND if(parted.kind = 'sold', kept.record_no = parted.record_no, kept.unit_no = parted.unit_no)
            AND kept.kind = if(parted.kind = 'sold', 'bought', 'registered')
    )
)

SELECT
    'civil_affairs.households' AS anchor_table,
    home.record_no AS anchor_record_no,
    cast(NULL AS VARCHAR) AS person_key,
    home.household_no,
    home.program,
    home.division_code,
    home.applied_on,
    home.property_disposal_lookback_months,
    count(DISTINCT coalesce(gone.unit_no, gone.record_no)) AS records,
    max(gone.left_on) AS last_left_on,
    list({
        'source_table': gone.source_table, 'record_no': gone.record_no,
        'what': gone.usage || if(gone.kind = 'sold', '出卖', '权属终止'),
        'value': cast(gone.area_m2 AS VARCHAR), 'on': gone.left_on
    } ORDER BY gone.left_on, gone.source_table, gone.record_no) AS evidence
FROM home
INNER JOIN gone ON home.record_no = gone.home_record_no
GROUP BY ALL
