/*---
id: CB-31
title: 公租房与自有住房冲突
title_en: public rental while owning
class: 错保
level: yellow
status: live
version: 1
needs: [housing.rentals, housing.properties]
reads: [rental, asset, night]
parameters: []
authorisation: false
statutory_ground: 住房保障主管部门核对本部门登记数据：公共租赁住房管理办法（住房和城乡建设部令第11号）要求承租人无自有住房 [GK]
legal_basis:
  - 公共租赁住房管理办法（住房和城乡建设部令第11号） [GK]
false_positives:
  - {case: 继承所得的少量份额, check: 查看继承公证和份额}
  - {case: 已出售但尚未过户, check: 查看买卖合同和过户受理单}
  - {case: 同名同证号误录, check: 核对承租人身份证件}
sentence: 正在享受{rental_kind}，同时名下有{homes}套现势住宅。
examples:
  - why: 租赁补贴期间名下有现势住宅
    as_of: 2026-11-22
    given: &tenant
      rental: [{record_no: R1, kind: 租赁补贴, person_key: P1, start_on: 2025-01-01}]
      asset:
        - {record_no: A1, kind: registered, unit_no: U1, usage: 住宅, area_m2: "60", share_percent: "25", person_key: P1, status: 现势}
        - {record_no: A2, kind: registered, unit_no: U1, usage: 住宅, area_m2: "60", share_percent: "25", person_key: P1, status: 现势}
    expect: [{anchor_table: housing.rentals, anchor_record_no: R1, person_key: P1, homes: 1, rental_kind: 租赁补贴}]
  - why: 今日到期
    as_of: 2026-11-22
    given:
      <<: *tenant
      rental: [{kind: 公租房, person_key: P1, start_on: 2025-01-01, end_on: 2026-11-22}]
    expect: []
  - why: 历史状态、宅基地和只买未登记的都不算
    as_of: 2026-11-22
    given:
      <<: *tenant
      asset:
        - {kind: registered, unit_no: U1, usage: 住宅, person_key: P1, status: 历史}
        - {kind: registered, unit_no: U2, usage: 宅基地, person_key: P1, status: 现势}
        - {kind: bought, usage: 住宅, person_key: P1, on_date: 2026-01-01}
    expect: []
---*/
SELECT
    'housing.rentals' AS anchor_table,
    rental.record_no AS anchor_record_no,
    rental.person_key,
    cast(NULL AS VARCHAR) AS household_no,
    cast(NULL AS VARCHAR) AS program,
    cast(NULL AS VARCHAR) AS division_code,
    rental.kind AS rental_kind,
    count(DISTINCT asset.unit_no) AS homes,
    list({
        'source_table': asset.source_table, 'record_no': asset.record_no,
        'what': asset.usage, 'value': cast(asset.area_m2 AS VARCHAR), 'on': asset.on_date
    } ORDER BY asset.unit_no, asset.source_table, asset.record_no, asset.owner_index) AS evidence
FROM rental
CROSS JOIN night
INNER JOIN asset ON rental.person_key = asset.person_key
WHERE
    rental.start_on <= night.as_of
    AND (rental.end_on IS NULL OR rental.end_on > night.as_of)
    AND asset.kind = 'registered'
    AND asset.usage = '住宅'
    AND asset.status = '现势'
GROUP BY rental.record_no, rental.person_key, rental.kind
