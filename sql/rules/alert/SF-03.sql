/*---
id: SF-03
title: 使用他人身份证号
title_en: somebody else's number
class: 身份
level: yellow
status: live
version: 1
needs: [civil_affairs.household_members, civil_affairs.benefits]
reads: [person_reference, number_use, member, benefit, household_place]
parameters: []
authorisation: false
legal_basis: [公民身份号码（GB 11643）：一人一号]
false_positives:
  - {case: 本人曾改名, check: 查看户口簿曾用名}
  - {case: 儿童登记时填了监护人的号码, check: 核对出生医学证明或户口簿，补录儿童本人的号码}
sentence: "{table_label}中的公民身份号码校验有效，但在多数记录中由另一人使用，姓名和出生日期与本条对不上。请核对证件原件。"
examples:
  - why: 号码主要由另一人使用
    as_of: 2026-11-22
    given:
      household: [{household_no: J1, program: 最低生活保障, status: 在享, approved_on: 2026-01-01, division_code: 999901001001}]
      member: [{record_no: M1, household_no: J1, person_key: P1, member_kind: 共同生活}]
      benefit: [{record_no: B1, program: 高龄津贴, person_key: P2, division_code: 999902}]
      person_reference:
        - {record_no: M1, person_key: P1, number_state: valid, number_holder_key: P9}
        - {source_table: civil_affairs.benefits, record_no: B1, person_key: P2, number_state: legacy15, number_holder_key: P8}
    expect:
      - {anchor_record_no: B1, anchor_table: civil_affairs.benefits, person_key: P2, household_no: null, division_code: 999902}
      - {anchor_record_no: M1, anchor_table: civil_affairs.household_members, person_key: P1, household_no: J1, program: 最低生活保障}
  - why: 另一人使用该号码的记录也是依据
    as_of: 2026-11-22
    given:
      person_reference:
        - {record_no: M1, person_key: P1, number_state: valid, number_holder_key: P9}
        - {record_no: M2, person_key: P9, number_state: valid, number_holder_key: P9}
        - {record_no: M3, person_key: P9, number_state: empty}
    expect:
      - anchor_record_no: M1
        evidence:
          - {source_table: civil_affairs.household_members, record_no: M1, what: 公民身份号码, value: 主要由他人使用, "on": null}
          - {source_table: civil_affairs.household_members, record_no: M2, what: 公民身份号码, value: 该号码的使用者, "on": null}
  - why: 号码就是本人的；无效号归SF-01；空号没有使用者
    as_of: 2026-11-22
    given:
      person_reference:
        - {record_no: M1, person_key: P1, number_state: valid, number_holder_key: P1}
        - {record_no: M2, person_key: P2, number_state: invalid}
        - {record_no: M3, person_key: P3, number_state: empty}
    expect: []
---*/
WITH borrowed AS (
    SELECT
        source_table,
        record_no,
        person_key,
        number_holder_key
    FROM person_reference
    WHERE number_state IN ('valid', 'legacy15') AND number_holder_key <> person_key
    QUALIFY row_number() OVER (PARTITION BY source_table, record_no ORDER BY owner_index) = 1
),

placed AS (
    SELECT
        borrowed.*,
        '家庭成员' AS table_label,
        member.household_no,
        NULL::VARCHAR AS division_code
    FROM borrowed
    LEFT JOIN member ON borrowed.record_no = member.record_no
    WHERE borrowed.source_table = 'civil_affairs.household_members'
    UNION ALL
    SELECT
        borrowed.*,
        '待遇发放对象' AS table_label,
        benefit.household_no,
        benefit.division_code
    FROM borrowed
    LEFT JOIN benefit ON borrowed.record_no = benefit.record_no
    WHERE borrowed.source_table = 'civil_affairs.benefits'
)

SELECT
    placed.source_table AS anchor_table,
    placed.record_no AS anchor_record_no,
    placed.person_key,
    household_place.household_no,
    household_place.program,
    coalesce(household_place.division_code, placed.division_code) AS division_code,
    placed.table_label,
    list_sort(list_concat(coalesce(number_use.uses, []), [{
        'source_table': placed.source_table, 'record_no': placed.record_no,
        'what': '公民身份号码', 'value': '主要由他人使用', 'on': NULL::DATE
    }])) AS evidence
FROM placed
-- rows of the two tables in which the other person uses the number: it would be nobody else's without them
LEFT JOIN number_use ON placed.number_holder_key = number_use.person_key
LEFT JOIN household_place ON placed.household_no = household_place.household_no
