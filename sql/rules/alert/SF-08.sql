/*---
id: SF-08
title: 证件重号
title_en: true duplicate number
class: 身份
level: yellow
status: live
version: 1
needs: [civil_affairs.household_members, civil_affairs.benefits]
reads: [number_doubt, person_alive, person_on_record, number_use, household_place]
parameters: []
authorisation: false
statutory_ground: 国办发〔2023〕39号关于低收入人口信息共享的要求；其他部门的记录只看民政在册人员的证号是否写对，不看其内容 [GK]
legal_basis:
  - 公民身份号码重号更正 [S78]
  - 公民身份号码（GB 11643）：一人一号
false_positives:
  - {case: 同一个误填的号码被几个部门相互抄录, check: 核对双方证件原件}
  - {case: 同一人改名，各部门更新不一, check: 核对户口簿曾用名，经核实后合并为一人}
sentence: 同一有效证号由两个在世的人使用，且双方都各有两个以上部门的记录。请核对双方证件；确属重号的，告知本人到公安部门更正。
examples:
  - why: 两个部门的记录都写着另一人的号码；锚定在民政的一条上
    as_of: 2026-11-22
    given: &given
      household: [{household_no: J1, program: 最低生活保障, status: 在享, approved_on: 2026-01-01, division_code: 999901001001}]
      member: [{record_no: M1, household_no: J1, person_key: P1, member_kind: 共同生活}]
      person: [{person_key: P1, name: 甲}, {person_key: P2, name: 乙}]
      number_doubt:
        - {source_table: medical_insurance.enrolments, record_no: E1, person_key: P1, number_state: valid, number_holder_key: P2, name: 甲}
        - {record_no: M1, person_key: P1, number_state: valid, number_holder_key: P2, name: 甲, household_no: J1}
    expect: [{anchor_record_no: M1, person_key: P1, household_no: J1, division_code: 999901001001}]
  - why: 只有一个部门；号码无效；双方都不在册
    as_of: 2026-11-22
    given:
      member: [{person_key: P1}, {person_key: P3}]
      number_doubt:
        - {source_table: civil_affairs.benefits, record_no: B1, person_key: P1, number_state: valid, number_holder_key: P2, name: 甲}
        - {record_no: M1, person_key: P1, number_state: valid, number_holder_key: P2, name: 甲}
        - {source_table: medical_insurance.enrolments, record_no: E1, person_key: P3, number_state: invalid, number_holder_key: P2, name: 丙}
        - {record_no: M3, person_key: P3, number_state: valid, number_holder_key: P2, name: 丙}
        - {source_table: medical_insurance.enrolments, record_no: E5, person_key: P5, number_state: valid, number_holder_key: P6, name: 戊}
        - {source_table: housing.properties, record_no: R5, person_key: P5, number_state: valid, number_holder_key: P6, name: 戊}
    expect: []
  - why: 一方已去世
    as_of: 2026-11-22
    given:
      <<: *given
      death: [{person_key: P2, died_on: 2020-01-01}]
    expect: []
---*/
WITH doubled AS (
    -- by name: records of one who shares a number need not have found each other
    SELECT
        name,
        number_holder_key,
        list({
            'source_table': source_table, 'record_no': record_no,
            'what': '公民身份号码', 'value': '与另一在世的人相同', 'on': NULL::DATE
        }) AS items
    FROM number_doubt
    WHERE number_state = 'valid' AND number_holder_key <> person_key AND name IS NOT NULL
    GROUP BY name, number_holder_key
    HAVING count(DISTINCT split_part(source_table, '.', 1)) >= 2
)

SELECT
    number_doubt.source_table AS anchor_table,
    number_doubt.record_no AS anchor_record_no,
    number_doubt.person_key,
    household_place.household_no,
    household_place.program,
    coalesce(household_place.division_code, number_doubt.division_code) AS division_code,
    list_sort(list_distinct(list_concat(coalesce(number_use.uses, []), doubled.items))) AS evidence
FROM doubled
INNER JOIN number_doubt
    ON
    doubled.name = number_doubt.name AND doubled.number_holder_key = number_doubt.number_holder_key
    AND number_doubt.number_state = 'valid' AND number_doubt.number_holder_key <> number_doubt.person_key
INNER JOIN person_alive AS one ON number_doubt.person_key = one.person_key AND one.died_on IS NULL
INNER JOIN person_alive AS other ON doubled.number_holder_key = other.person_key AND other.died_on IS NULL
LEFT JOIN number_use ON doubled.number_holder_key = number_use.person_key
LEFT JOIN household_place ON number_doubt.household_no = household_place.household_no
WHERE
    number_doubt.person_key IN (SELECT known.person_key FROM person_on_record AS known)
    OR doubled.number_holder_key IN (SELECT known.person_key FROM person_on_record AS known)
QUALIFY row_number() OVER (
    PARTITION BY doubled.name, doubled.number_holder_key
    ORDER BY number_doubt.source_table, number_doubt.record_no, number_doubt.owner_index
) = 1
