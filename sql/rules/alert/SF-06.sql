/*---
id: SF-06
title: 性别、出生日期与证号不符
title_en: sex or birth date conflicts with the number
class: 身份
level: blue
status: live
version: 1
needs:
  - civil_affairs.household_members
  - civil_affairs.disabilities
  - civil_affairs.deaths
  - medical_insurance.enrolments
  - human_resources.pensions
reads: [number_doubt, person_on_record, household_place, night]
parameters: []
authorisation: false
statutory_ground: 国办发〔2023〕39号关于低收入人口信息共享的要求；其他部门的记录只看民政在册人员的证号是否写对，不看其内容 [GK]
legal_basis: [公民身份号码（GB 11643）：第7至14位为出生日期，第17位单数为男、双数为女]
false_positives:
  - {case: 出生日期按农历登记, check: 出生日期相差一个月左右的，问明是否农历，改为公历}
  - {case: 公安部门更正过出生日期或性别，旧号码或旧日期仍在使用, check: 查看户口簿变更记载}
sentence: "{table_label}中登记的{finding}。请核对户口簿和证件原件。"
examples:
  - why: 性别不符；出生日期差一个多月，可能是农历；两项都不符
    as_of: 2026-11-22
    given:
      household: [{household_no: J1, program: 最低生活保障, status: 在享, approved_on: 2026-01-01, division_code: 999901001001}]
      member: [{record_no: M1, household_no: J1, person_key: P1}]
      number_doubt:
        - {record_no: M1, person_key: P1, number_state: valid, number_holder_key: P1, sex_differs: true, household_no: J1}
        - {source_table: civil_affairs.deaths, record_no: D1, person_key: P2, number_state: legacy15, number_holder_key: P2, sex_differs: false, birth_days_off: -38}
        - {source_table: medical_insurance.enrolments, record_no: I1, person_key: P1, number_state: valid, number_holder_key: P1, sex_differs: true, birth_days_off: 365}
    expect:
      - {anchor_record_no: D1, person_key: P2, finding: "出生日期与证号相差38天（可能按农历登记）", certainty: certain}
      - {anchor_record_no: I1, person_key: P1, finding: 性别与证号不符，出生日期与证号相差365天}
      - {anchor_record_no: M1, person_key: P1, household_no: J1, finding: 性别与证号不符}
  - why: 号码主要由他人使用，归SF-03；儿童用了成年人的号码，归SF-05；其他部门中不在册的人；相符的
    as_of: 2026-11-22
    given:
      number_doubt:
        - {record_no: M1, person_key: P1, number_state: valid, number_holder_key: P9, sex_differs: true}
        - {record_no: M2, person_key: P2, number_state: valid, number_holder_key: P2, birth_date: 2015-01-01, birth_days_off: 9000}
        - {source_table: human_resources.pensions, record_no: N1, person_key: P3, number_state: valid, number_holder_key: P3, sex_differs: true}
        - {record_no: M4, person_key: P4, number_state: legacy15, number_holder_key: P4, sex_differs: false}
    expect: []
  - why: 姓名相近，与号码使用者的关联只是“可能”；同一表中只报流水号最小的一条
    as_of: 2026-11-22
    given:
      number_doubt:
        - {record_no: M2, person_key: P1, person_apart_key: P8, number_state: valid, number_holder_key: P1, sex_differs: true}
        - {record_no: M1, person_key: P1, person_apart_key: P9, number_state: valid, number_holder_key: P1, birth_days_off: 2}
    expect: [{anchor_record_no: M1, certainty: likely}]
---*/
WITH contradicted AS (
    SELECT number_doubt.*
    FROM number_doubt
    CROSS JOIN night
    WHERE
        number_doubt.number_holder_key = number_doubt.person_key
        AND (number_doubt.sex_differs OR number_doubt.birth_days_off IS NOT NULL)
        -- a child under a grown-up's number
        AND NOT coalesce(
            number_doubt.birth_date + to_years(18) > night.as_of
            AND number_doubt.birth_date - number_doubt.birth_days_off::INTEGER + to_years(18) <= night.as_of,
            FALSE
        )
        AND (
            starts_with(number_doubt.source_table, 'civil_affairs.')
            OR number_doubt.person_key IN (SELECT known.person_key FROM person_on_record AS known)
        )
    QUALIFY row_number() OVER (
        PARTITION BY number_doubt.source_table, number_doubt.person_key
        ORDER BY number_doubt.record_no, number_doubt.owner_index
    ) = 1
),

worded AS (
    SELECT
        *,
        CASE WHEN sex_differs THEN '性别与证号不符' END AS about_sex,
        '出生日期与证号相差' || abs(birth_days_off) || '天'
        || CASE WHEN abs(birth_days_off) BETWEEN 15 AND 55 THEN '（可能按农历登记）' ELSE '' END AS about_birth
    FROM contradicted
)

SELECT
    worded.source_table AS anchor_table,
    worded.record_no AS anchor_record_no,
    worded.person_key,
    household_place.household_no,
    household_place.program,
    coalesce(household_place.division_code, worded.division_code) AS division_code,
    worded.table_label,
    concat_ws('，', worded.about_sex, worded.about_birth) AS finding,
    [{
        'source_table': worded.source_table, 'record_no': worded.record_no,
        'what': '公民身份号码', 'value': concat_ws('，', worded.about_sex, worded.about_birth), 'on': NULL::DATE
    }] AS evidence
FROM worded
LEFT JOIN household_place ON worded.household_no = household_place.household_no
