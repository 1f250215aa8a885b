/*---
id: SF-02
title: 身份证号疑似单字符误录
title_en: probable one-character typo
class: 身份
level: blue
status: live
version: 1
needs:
  - civil_affairs.household_members
  - civil_affairs.authorisations
  - civil_affairs.benefits
  - civil_affairs.payments
  - civil_affairs.marriages
  - civil_affairs.deaths
  - civil_affairs.staff_relatives
  - civil_affairs.village_officials
  - civil_affairs.temporary_aid
  - civil_affairs.disabilities
  - civil_affairs.children
  - civil_affairs.elder_care
  - medical_insurance.enrolments
  - medical_insurance.settlements
  - housing.properties
  - housing.rentals
  - housing.sale_contracts
  - human_resources.contributions
  - human_resources.pensions
  - human_resources.unemployment
  - human_resources.employments
reads: [number_doubt, number_use, person_on_record, household_place]
parameters: []
authorisation: false
statutory_ground: 国办发〔2023〕39号关于低收入人口信息共享的要求；其他部门的记录只看民政在册人员的证号是否写对，不看其内容 [GK]
legal_basis:
  - 公民身份号码（GB 11643）：任何两个有效号码至少相差两位 [MEAS]
false_positives:
  - {case: 候选人是同名的另一人，本人的号码在其他记录中没有出现, check: 核对证件原件，以原件号码为准}
  - {case: 早年发放的号码本身有误（少见）, check: 核对户口簿和公安部门出具的证明}
sentence: "{table_label}中的公民身份号码无效；更正一位数字或一处相邻换位后，只与一人的号码相同，且姓名（或出生日期和性别）相符。本人在该表中有{records}条这样的记录。请核对证件原件，确认后更正。"
examples:
  - why: 每表每人只报流水号最小的一条；候选人使用该号码的记录是依据
    as_of: 2026-11-22
    given:
      household: [{household_no: J1, program: 最低生活保障, status: 在享, approved_on: 2026-01-01, division_code: 999901001001}]
      member: [{record_no: M1, household_no: J1, person_key: P1}]
      person_reference: [{source_table: civil_affairs.benefits, record_no: B1, person_key: P1, number_state: valid, number_holder_key: P1}]
      number_doubt:
        - {record_no: M1, table_label: 家庭成员, person_key: P1, number_state: invalid, candidate_key: P1, household_no: J1}
        - {source_table: human_resources.contributions, record_no: C2, person_key: P1, number_state: invalid, candidate_key: P1}
        - {source_table: human_resources.contributions, record_no: C1, person_key: P1, number_state: invalid, candidate_key: P1}
    expect:
      - anchor_record_no: C1
        anchor_table: human_resources.contributions
        household_no: null
        records: 2
        certainty: certain
      - anchor_record_no: M1
        household_no: J1
        division_code: 999901001001
        records: 1
        evidence:
          - {source_table: civil_affairs.benefits, record_no: B1, what: 公民身份号码, value: 该号码的使用者, "on": null}
          - {source_table: civil_affairs.household_members, record_no: M1, what: 公民身份号码, value: 校验不通过, "on": null}
  - why: 没有唯一候选人；十五位号；其他部门和婚姻登记中不在册的人
    as_of: 2026-11-22
    given:
      number_doubt:
        - {record_no: M1, person_key: P1, number_state: invalid}
        - {record_no: M2, person_key: P2, number_state: legacy15, number_holder_key: P2}
        - {source_table: human_resources.contributions, record_no: C1, person_key: P3, number_state: invalid, candidate_key: P3}
        - {source_table: civil_affairs.marriages, record_no: R1, person_key: P3, number_state: invalid, candidate_key: P3}
    expect: []
  - why: 与候选人的关联只是“可能”
    as_of: 2026-11-22
    given:
      number_doubt: [{record_no: M1, person_key: P1, person_apart_key: P9, number_state: invalid, candidate_key: P1}]
    expect: [{anchor_record_no: M1, person_key: P1, certainty: likely}]
---*/
WITH mistyped AS (
    SELECT
        *,
        count(*) OVER (PARTITION BY source_table, person_key) AS records
    FROM number_doubt
    WHERE
        number_state = 'invalid'
        AND candidate_key = person_key
        -- of a register of the whole population only the records of people on aid, as of other departments
        AND (
            (starts_with(source_table, 'civil_affairs.') AND source_table <> 'civil_affairs.marriages')
            OR person_key IN (SELECT known.person_key FROM person_on_record AS known)
        )
    QUALIFY row_number() OVER (PARTITION BY source_table, person_key ORDER BY record_no, owner_index) = 1
)

SELECT
    mistyped.source_table AS anchor_table,
    mistyped.record_no AS anchor_record_no,
    mistyped.person_key,
    household_place.household_no,
    household_place.program,
    coalesce(household_place.division_code, mistyped.division_code) AS division_code,
    mistyped.table_label,
    mistyped.records,
    list_sort(list_concat(coalesce(number_use.uses, []), [{
        'source_table': mistyped.source_table, 'record_no': mistyped.record_no,
        'what': '公民身份号码', 'value': '校验不通过', 'on': NULL::DATE
    }])) AS evidence
FROM mistyped
-- rows in which the candidate uses the number: without them there would be no candidate
LEFT JOIN number_use ON mistyped.person_key = number_use.person_key
LEFT JOIN household_place ON mistyped.household_no = household_place.household_no
QUALIFY row_number() OVER (PARTITION BY mistyped.source_table, mistyped.record_no ORDER BY mistyped.owner_index) = 1
