/*---
id: CB-01
title: 在保人员名下多套住房
title_en: several homes
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
parameters: [home_count_limit, home_area_per_head_m2]
authorisation: true
legal_basis:
  - 社会救助暂行办法（国务院令第649号）：家庭财产状况应符合当地规定 [GK]
  - 灌云县民政局：家庭财产状况测算 2024-06，两套以上且超过住房保障面积 [S51]
false_positives:
  - {case: 同一住房旧房产证与新不动产权证并存, check: 按不动产单元号和坐落合并核对}
  - {case: 已故权利人的份额尚未继承, check: 查看继承公证或判决}
  - {case: C、D级危房或长期闲置的农村老屋, check: 查看危房鉴定、实地查看}
  - {case: 拆迁安置尚未注销旧证, check: 查看拆迁安置协议}
sentence: 家庭成员名下有{homes}套现势住房（限{home_count_limit}套以下），合计{area_m2}平方米；按{members}人计算，人均住房面积标准为{home_area_per_head_m2}平方米。
examples:
  - why: 两套共160平方米，三人，人均超过50平方米；共有的一套取家庭所占记录中的最大面积
    as_of: 2026-11-22
    policy: &limits {home_count_limit: 2, home_area_per_head_m2: 50}
    given: &family
      household: [{record_no: R1, household_no: H1, program: 最低生活保障, status: 在享, approved_on: 2025-01-01, division_code: "999901001001"}]
      member: &three
        - {household_no: H1, person_key: P1, relation: 本人, member_kind: 共同生活}
        - {household_no: H1, person_key: P2, relation: 配偶, member_kind: 共同生活}
        - {household_no: H1, person_key: P3, relation: 子, member_kind: 共同生活}
      authorisation: &signed
        - {household_no: H1, person_key: P1, purpose: 社会救助, signed_on: 2025-01-01}
        - {household_no: H1, person_key: P2, purpose: 社会救助, signed_on: 2025-01-01}
        - {household_no: H1, person_key: P3, purpose: 社会救助, signed_on: 2025-01-01}
      asset:
        - {record_no: A1, kind: registered, unit_no: U1, usage: 住宅, area_m2: "79", share_percent: 50, person_key: P1, status: 现势}
        - {record_no: A2, kind: registered, unit_no: U1, usage: 住宅, area_m2: "80", share_percent: 50, person_key: P2, status: 现势}
        - {record_no: A3, kind: registered, unit_no: U2, usage: 宅基地, area_m2: "80", person_key: P2, status: 现势}
    expect: [{anchor_record_no: R1, household_no: H1, program: 最低生活保障, homes: 2, area_m2: 160, members: 3, certainty: certain}]
  - why: 同样的住房，其一为历史状态
    as_of: 2026-11-22
    policy: *limits
    given:
      <<: *family
      asset:
        - {kind: registered, unit_no: U1, usage: 住宅, area_m2: "200", person_key: P1, status: 现势}
        - {kind: registered, unit_no: U2, usage: 住宅, area_m2: "200", person_key: P1, status: 历史}
    expect: []
  - why: 人均正好50平方米，不超过
    as_of: 2026-11-22
    policy: *limits
    given:
      <<: *family
      asset:
        - {kind: registered, unit_no: U1, usage: 住宅, area_m2: "75", person_key: P1, status: 现势}
        - {kind: registered, unit_no: U2, usage: 住宅, area_m2: "75", person_key: P3, status: 现势}
    expect: []
  - why: 配偶已死亡，不计入人口，两人人均75平方米
    as_of: 2026-11-22
    policy: *limits
    given:
      <<: *family
      death: [{person_key: P2, died_on: 2026-11-22}]
      asset:
        - {kind: registered, unit_no: U1, usage: 住宅, area_m2: "75", person_key: P1, status: 现势}
        - {kind: registered, unit_no: U2, usage: 住宅, area_m2: "75", person_key: P3, status: 现势}
    expect: [{anchor_record_no: R1, members: 2, area_m2: 150}]
  - why: 第二套属于未授权的成员
    as_of: 2026-11-22
    policy: *limits
    given:
      <<: *family
      authorisation: [{household_no: H1, person_key: P1, purpose: 社会救助, signed_on: 2025-01-01}]
      asset:
        - {kind: registered, unit_no: U1, usage: 住宅, area_m2: "200", person_key: P1, status: 现势}
        - {kind: registered, unit_no: U2, usage: 住宅, area_m2: "200", person_key: P3, status: 现势}
    expect: []
  - why: 刚性支出困难家庭不在本规则之内
    as_of: 2026-11-22
    policy: *limits
    given:
      <<: *family
      household: [{household_no: H1, program: 刚性支出困难, status: 在享, approved_on: 2025-01-01}]
      asset:
        - {kind: registered, unit_no: U1, usage: 住宅, area_m2: "200", person_key: P1, status: 现势}
        - {kind: registered, unit_no: U2, usage: 住宅, area_m2: "200", person_key: P3, status: 现势}
    expect: []
  - why: 第二套住房的权利人与成员的关联只是“可能”
    as_of: 2026-11-22
    policy: *limits
    given:
      <<: *family
      asset:
        - {kind: registered, unit_no: U1, usage: 住宅, area_m2: "80", person_key: P1, status: 现势}
        - {kind: registered, unit_no: U2, usage: 住宅, area_m2: "80", person_key: P3, person_apart_key: P9, status: 现势}
    expect: [{anchor_record_no: R1, certainty: likely}]
  - why: 限值未知，不核算
    as_of: 2026-11-22
    policy: {home_count_limit: 2}
    given:
      <<: *family
      asset:
        - {kind: registered, unit_no: U1, usage: 住宅, area_m2: "200", person_key: P1, status: 现势}
        - {kind: registered, unit_no: U2, usage: 住宅, area_m2: "200", person_key: P3, status: 现势}
    expect: []
---*/
SELECT
    'civil_affairs.households' AS anchor_table,
    active_household.record_no AS anchor_record_no,
    cast(NULL AS VARCHAR) AS person_key,
    active_household.household_no,
    active_household.program,
    active_household.division_code,
    failure.things AS homes,
    failure.area_m2,
    failure.members,
    failure.home_count_limit,
    failure.home_area_per_head_m2,
    (
        SELECT
            list({
                'source_table': unit.source_table, 'record_no': unit.record_no,
                'what': unit.usage, 'value': cast(unit.area_m2 AS VARCHAR), 'on': unit.on_date
            } ORDER BY unit.unit_no, unit.source_table, unit.record_no)
        FROM household_asset AS unit
        WHERE
            unit.household_no = active_household.household_no
            AND unit.kind = 'registered' AND unit.usage IN ('住宅', '宅基地')
    ) AS evidence
FROM property_failure AS failure
INNER JOIN active_household ON failure.record_no = active_household.record_no
WHERE
    failure.rule_id = 'CB-01'
    AND active_household.program IN ('特困供养', '最低生活保障', '低保边缘')
