/*---
id: SF-01
title: 身份证号校验不通过
title_en: ID number invalid
class: 身份
level: blue
status: live
version: 1
needs: [civil_affairs.household_members, civil_affairs.benefits]
reads: [person_reference, member, benefit, household_place]
parameters: []
authorisation: false
legal_basis: [公民身份号码（GB 11643）：出生日期码和校验码]
false_positives:
  - {case: 早年发放的号码本身有误（少见）, check: 核对户口簿和公安部门出具的证明}
  - {case: 外籍或港澳台人员使用其他证件, check: 核对证件原件，更正证件类型}
sentence: "{table_label}中的公民身份号码不是有效的18位号码，也不是日期有效的15位号码。请核对证件原件后更正。"
examples:
  - why: 成员和待遇各一条无效；区划随家庭，没有家庭的随本条
    as_of: 2026-11-22
    given:
      household: [{household_no: J1, program: 最低生活保障, status: 停发, division_code: 999901001001}]
      member: [{record_no: M1, household_no: J1, person_key: P1, member_kind: 法定义务人}]
      benefit: [{record_no: B1, program: 高龄津贴, person_key: P2, division_code: 999902}]
      person_reference:
        - {source_table: civil_affairs.household_members, record_no: M1, owner_index: 1, person_key: P1, number_state: invalid}
        - {source_table: civil_affairs.benefits, record_no: B1, owner_index: 1, person_key: P2, number_state: invalid}
    expect:
      - {anchor_record_no: B1, anchor_table: civil_affairs.benefits, person_key: P2, household_no: null, division_code: 999902}
      - {anchor_record_no: M1, person_key: P1, household_no: J1, program: 最低生活保障, division_code: 999901001001}
  - why: 空号、有效号、日期有效的15位号都不报
    as_of: 2026-11-22
    given:
      person_reference:
        - {record_no: M1, person_key: P1, number_state: empty}
        - {record_no: M2, person_key: P2, number_state: valid}
        - {record_no: M3, person_key: P3, number_state: legacy15}
    expect: []
  - why: 一格写了两个人，两个号都无效，只报一次
    as_of: 2026-11-22
    given:
      person_reference:
        - {record_no: M1, owner_index: 2, person_key: P2, number_state: invalid}
        - {record_no: M1, owner_index: 1, person_key: P1, number_state: invalid}
    expect: [{anchor_record_no: M1, person_key: P1}]
---*/
WITH wrong AS (
    SELECT
        source_table,
        record_no,
        person_key
    FROM person_reference
    WHERE number_state = 'invalid'
    QUALIFY row_number() OVER (PARTITION BY source_table, record_no ORDER BY owner_index) = 1
),

placed AS (
    SELECT
        wrong.*,
        '家庭成员' AS table_label,
        member.household_no,
        NULL::VARCHAR AS division_code
    FROM wrong
    LEFT JOIN member ON wrong.record_no = member.record_no
    WHERE wrong.source_table = 'civil_affairs.household_members'
    UNION ALL
    SELECT
        wrong.*,
        '待遇发放对象' AS table_label,
        benefit.household_no,
        benefit.division_code
    FROM wrong
    LEFT JOIN benefit ON wrong.record_no = benefit.record_no
    WHERE wrong.source_table = 'civil_affairs.benefits'
)

SELECT
    placed.source_table AS anchor_table,
    placed.record_no AS anchor_record_no,
    placed.person_key,
    household_place.household_no,
    household_place.program,
    coalesce(household_place.division_code, placed.division_code) AS division_code,
    placed.table_label,
    [{
        'source_table': placed.source_table, 'record_no': placed.record_no,
        'what': '公民身份号码', 'value': '校验不通过', 'on': NULL::DATE
    }] AS evidence
FROM placed
LEFT JOIN household_place ON placed.household_no = household_place.household_no
