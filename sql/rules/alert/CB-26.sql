/*---
id: CB-26
title: 残疾人证过期或注销
title_en: card not in force
class: 错保
level: blue
status: live
version: 1
needs: [civil_affairs.benefits, civil_affairs.disabilities]
reads: [active_benefit, card_in_force, disability_card]
parameters: []
authorisation: false
legal_basis:
  - 国务院关于全面建立困难残疾人生活补贴和重度残疾人护理补贴制度的意见（国发〔2015〕52号）：补贴对象应持有残疾人证 [GK]
  - 深圳残疾人两项补贴资格复核：自动预警复核情形 [S36]
  - 检察日报 2024-10-23 安龙县：到期应先帮助换证，不得先停发 [S37]
false_positives:
  - {case: 证件到期正在换领, check: 联系残联协助换证，换证前不停发}
  - {case: 新证尚未同步, check: 查看新证原件或残联系统}
sentence: 领取{benefit}，但残疾人证均已失效，最近到期日为{last_valid_until}。请先协助换证。
examples:
  - why: 证件昨日到期
    as_of: 2026-11-22
    given: &expired
      benefit: [{record_no: B1, program: 困难残疾人生活补贴, person_key: P1, household_no: H1, start_on: 2025-01-01, division_code: "999902001001"}]
      household: [{household_no: H1, program: 最低生活保障, status: 在享, approved_on: 2025-01-01, division_code: "999901001001"}]
      disability_card: [{record_no: D1, person_key: P1, grade: 二级, status: 有效, valid_until: 2026-11-21}]
    expect:
      - {anchor_record_no: B1, household_no: H1, program: 最低生活保障, division_code: "999901001001", benefit: 困难残疾人生活补贴,
         last_valid_until: 2026-11-21}
  - why: 证件今日仍有效
    as_of: 2026-11-22
    given:
      <<: *expired
      disability_card: [{person_key: P1, grade: 二级, status: 有效, valid_until: 2026-11-22}]
    expect: []
  - why: 两种补贴各记一条，证件已注销
    as_of: 2026-11-22
    given:
      <<: *expired
      benefit:
        - {record_no: B1, program: 困难残疾人生活补贴, person_key: P1, start_on: 2025-01-01}
        - {record_no: B2, program: 重度残疾人护理补贴, person_key: P1, start_on: 2025-01-01}
      disability_card: [{person_key: P1, grade: 二级, status: 注销}]
    expect: [{anchor_record_no: B1}, {anchor_record_no: B2, household_no: null, program: null, last_valid_until: null}]
  - why: 完全没有残疾人证，不属于本规则
    as_of: 2026-11-22
    given:
      <<: *expired
      disability_card: []
    expect: []
  - why: 另有一本未写有效期的有效证
    as_of: 2026-11-22
    given:
      <<: *expired
      disability_card:
        - {person_key: P1, grade: 二级, status: 过期, valid_until: 2020-01-01}
        - {person_key: P1, grade: 四级, status: 有效}
    expect: []
---*/
WITH uncovered AS (
    SELECT active_benefit.*
    FROM active_benefit
    ANTI JOIN card_in_force ON active_benefit.person_key = card_in_force.person_key
    WHERE active_benefit.program IN ('困难残疾人生活补贴', '重度残疾人护理补贴')
),

card AS (
    SELECT
        disability_card.person_key,
        max(disability_card.valid_until) AS last_valid_until,
        list_sort(list({
            'source_table': disability_card.source_table, 'record_no': disability_card.record_no,
            'what': '残疾人证' || disability_card.grade, 'value': disability_card.status, 'on': disability_card.valid_until
        })) AS items
    FROM disability_card
    SEMI JOIN uncovered ON disability_card.person_key = uncovered.person_key
    GROUP BY disability_card.person_key
)

SELECT
    'civil_affairs.benefits' AS anchor_table,
    uncovered.record_no AS anchor_record_no,
    uncovered.person_key,
    uncovered.home_no AS household_no,
    uncovered.home_program AS program,
    uncovered.place_code AS division_code,
    uncovered.program AS benefit,
    card.last_valid_until,
    card.items AS evidence
FROM uncovered
INNER JOIN card ON uncovered.person_key = card.person_key
