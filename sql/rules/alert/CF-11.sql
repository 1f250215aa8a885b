/*---
id: CF-11
title: 同一证号多人
title_en: one ID number, two people
class: 重复
level: yellow
status: live
version: 1
needs: [civil_affairs.household_members, civil_affairs.benefits]
reads: [number_doubt, person, person_on_record, number_use, household_place]
parameters: []
authorisation: false
statutory_ground: 国办发〔2023〕39号关于低收入人口信息共享的要求；其他部门的记录只看民政在册人员的证号是否写对，不看其内容 [GK]
legal_basis:
  - 公民身份号码（GB 11643）：一人一号
  - 重号历史遗留及更正 [S78]
false_positives:
  - {case: 确系公安部门历史上编发的重号（现已少见）, check: 核对双方证件原件，由公安部门更正}
  - {case: 录入时误填了同日出生的另一人的号码, check: 核对本条证件原件后更正}
  - {case: 同一人曾用名或改名, check: 核对户口簿曾用名，经核实后合并为一人}
sentence: "{table_label}中的公民身份号码校验有效，登记的出生日期也与号码相符，但多数记录中使用该号码的是另一姓名的人。请核对双方证件，区分重号与误填。"
examples:
  - why: 出生日期与号码相符，主要由另一人使用；同一人的几条只报最小的一条，其余写入依据
    as_of: 2026-11-22
    given:
      household: [{household_no: J1, program: 最低生活保障, status: 在享, approved_on: 2026-01-01, division_code: 999901001001}]
      member: [{record_no: M1, household_no: J1, person_key: P1, member_kind: 共同生活}]
      person: [{person_key: P2, birth_date: 1960-05-05}]
      number_doubt:
        - {source_table: medical_insurance.enrolments, table_label: 参保登记, record_no: E1, person_key: P1, number_state: valid, number_holder_key: P2, name: 甲, birth_date: 1960-05-05, division_code: 999902}
        - {record_no: M1, table_label: 家庭成员, person_key: P1, number_state: valid, number_holder_key: P2, name: 甲, birth_date: 1960-05-05, household_no: J1}
    expect:
      - anchor_record_no: M1
        person_key: P1
        household_no: J1
        division_code: 999901001001
        evidence:
          - {source_table: civil_affairs.household_members, record_no: M1, what: 公民身份号码, value: 与另一人相同, "on": 1960-05-05}
          - {source_table: medical_insurance.enrolments, record_no: E1, what: 公民身份号码, value: 与另一人相同, "on": 1960-05-05}
  - why: 出生日期与号码差一天；没有出生日期；号码是本人的；无效号
    as_of: 2026-11-22
    given:
      member: [{person_key: P1}]
      person: [{person_key: P2, birth_date: 1960-05-05}]
      number_doubt:
        - {record_no: M1, person_key: P1, number_state: valid, number_holder_key: P2, name: 甲, birth_date: 1960-05-06, birth_days_off: 1}
        - {record_no: M2, person_key: P1, number_state: valid, number_holder_key: P2, name: 甲}
        - {record_no: M3, person_key: P1, number_state: valid, number_holder_key: P1, name: 甲, birth_date: 1960-05-05}
        - {record_no: M4, person_key: P1, number_state: invalid, number_holder_key: P2, name: 甲, birth_date: 1960-05-05}
    expect: []
  - why: 双方都不是民政在册人员
    as_of: 2026-11-22
    given:
      person: [{person_key: P2, birth_date: 1960-05-05}]
      number_doubt:
        - {source_table: medical_insurance.enrolments, record_no: E1, person_key: P1, number_state: valid, number_holder_key: P2, name: 甲, birth_date: 1960-05-05}
    expect: []
---*/
WITH doubled AS (
    SELECT number_doubt.*
    FROM number_doubt
    INNER JOIN person AS holder ON number_doubt.number_holder_key = holder.person_key
    WHERE
        number_doubt.number_state = 'valid'
        AND number_doubt.number_holder_key <> number_doubt.person_key
        AND number_doubt.name IS NOT NULL
        AND number_doubt.birth_date = holder.birth_date
        AND number_doubt.birth_days_off IS NULL
        AND (
            number_doubt.person_key IN (SELECT known.person_key FROM person_on_record AS known)
            OR number_doubt.number_holder_key IN (SELECT known.person_key FROM person_on_record AS known)
        )
),

evidenced AS (
    SELECT
        person_key,
        number_holder_key,
        list({
            'source_table': source_table, 'record_no': record_no,
            'what': '公民身份号码', 'value': '与另一人相同', 'on': birth_date
        }) AS items
    FROM doubled
    GROUP BY person_key, number_holder_key
)

SELECT
    doubled.source_table AS anchor_table,
    doubled.record_no AS anchor_record_no,
    doubled.person_key,
    household_place.household_no,
    household_place.program,
    coalesce(household_place.division_code, doubled.division_code) AS division_code,
    doubled.table_label,
    list_sort(list_distinct(list_concat(coalesce(number_use.uses, []), evidenced.items))) AS evidence
FROM doubled
INNER JOIN evidenced
    ON doubled.person_key = evidenced.person_key AND doubled.number_holder_key = evidenced.number_holder_key
-- rows in which the other person uses the number
LEFT JOIN number_use ON doubled.number_holder_key = number_use.person_key
LEFT JOIN household_place ON doubled.household_no = household_place.household_no
QUALIFY row_number() OVER (
    PARTITION BY doubled.person_key, doubled.number_holder_key
    ORDER BY doubled.source_table, doubled.record_no, doubled.owner_index
) = 1
