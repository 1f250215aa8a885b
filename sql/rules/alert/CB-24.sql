/*---
id: CB-24
title: 护理补贴与残疾等级不符
title_en: care subsidy without the level
class: 错保
level: yellow
status: live
version: 1
needs: [civil_affairs.benefits, civil_affairs.disabilities]
reads: [active_benefit, card_in_force, disability_card]
parameters: []
authorisation: false
legal_basis:
  - 国务院关于全面建立困难残疾人生活补贴和重度残疾人护理补贴制度的意见（国发〔2015〕52号）：护理补贴对象为残疾等级一级、二级且需要长期照护的残疾人 [GK]
  - 上海残疾人两项补贴标准 2021：三级智力、精神残疾人的地方扩面 [S54]
false_positives:
  - {case: 等级重新评定尚未办结, check: 查看残联评定受理单}
  - {case: 当地将三级智力、精神残疾纳入, check: 核对地方补贴办法}
  - {case: 残疾人证登记在其他县区, check: 向残联查询全国残疾人证}
sentence: 领取重度残疾人护理补贴，但没有有效的一级或二级残疾人证（{cards}）。
examples:
  - why: 有效残疾人证为三级
    as_of: 2026-11-22
    given: &three
      benefit: [{record_no: B1, program: 重度残疾人护理补贴, person_key: P1, monthly_yuan: "100", start_on: 2025-01-01, division_code: "999901001001"}]
      disability_card: [{record_no: D1, person_key: P1, grade: 三级, status: 有效}]
    expect: [{anchor_record_no: B1, person_key: P1, household_no: null, program: null, division_code: "999901001001", cards: 现有效三级}]
  - why: 完全没有残疾人证；家庭编号、类别和区划随家庭
    as_of: 2026-11-22
    given:
      household: [{household_no: H1, program: 低保边缘, status: 在享, approved_on: 2025-01-01, division_code: "999901001001"}]
      benefit: [{record_no: B1, program: 重度残疾人护理补贴, person_key: P1, household_no: H1, start_on: 2025-01-01, division_code: "999902"}]
    expect: [{anchor_record_no: B1, household_no: H1, program: 低保边缘, division_code: "999901001001", cards: 无残疾人证记录}]
  - why: 另有一本有效的二级证，到期日就是核对日
    as_of: 2026-11-22
    given:
      <<: *three
      disability_card:
        - {person_key: P1, grade: 三级, status: 有效}
        - {person_key: P1, grade: 二级, status: 有效, valid_until: 2026-11-22}
    expect: []
  - why: 有证但全部失效，属于CB-26而不属于本规则
    as_of: 2026-11-22
    given:
      <<: *three
      disability_card: [{person_key: P1, grade: 三级, status: 注销}]
    expect: []
  - why: 今日停发；另一种补贴不看等级
    as_of: 2026-11-22
    given:
      <<: *three
      benefit:
        - {program: 重度残疾人护理补贴, person_key: P1, start_on: 2025-01-01, end_on: 2026-11-22}
        - {program: 困难残疾人生活补贴, person_key: P1, start_on: 2025-01-01}
    expect: []
  - why: 二级证凭尚未确认的关联属于本人，仍提示核实
    as_of: 2026-11-22
    given:
      <<: *three
      disability_card: [{person_key: P1, person_apart_key: P9, grade: 二级, status: 有效}]
    expect: [{anchor_record_no: B1, certainty: likely}]
---*/
WITH in_force AS (
    SELECT
        person_key,
        list_sort(list_distinct(list(grade))) AS grades
    FROM card_in_force
    GROUP BY person_key
),

unlevelled AS (
    SELECT
        active_benefit.*,
        in_force.grades
    FROM active_benefit
    LEFT JOIN in_force ON active_benefit.person_key = in_force.person_key
    WHERE
        active_benefit.program = '重度残疾人护理补贴'
        AND (in_force.person_key IS NULL OR NOT list_has_any(in_force.grades, ['一级', '二级']))
),

card AS (
    SELECT
        disability_card.person_key,
        list_sort(list({
            'source_table': disability_card.source_table, 'record_no': disability_card.record_no,
            'what': '残疾人证' || disability_card.grade, 'value': disability_card.status, 'on': disability_card.valid_until
        })) AS items
    FROM disability_card
    SEMI JOIN unlevelled ON disability_card.person_key = unlevelled.person_key
    GROUP BY disability_card.person_key
)

SELECT
    'civil_affairs.benefits' AS anchor_table,
    unlevelled.record_no AS anchor_record_no,
    unlevelled.person_key,
    unlevelled.home_no AS household_no,
    unlevelled.home_program AS program,
    unlevelled.place_code AS division_code,
    if(card.person_key IS NULL, '无残疾人证记录', '现有效' || array_to_string(unlevelled.grades, '、')) AS cards,
    coalesce(card.items, []) AS evidence
FROM unlevelled
LEFT JOIN card ON unlevelled.person_key = card.person_key
-- cards of which none is in force are CB-26's
WHERE unlevelled.grades IS NOT NULL OR card.person_key IS NULL
