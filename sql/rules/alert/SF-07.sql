/*---
id: SF-07
title: 家庭成员无证号
title_en: member without a number
class: 身份
level: blue
status: live
version: 1
needs:
  - civil_affairs.households
  - civil_affairs.household_members
  - civil_affairs.deaths
  - medical_insurance.enrolments
reads: [counted_member, located_household, person, person_reference, policy, night]
parameters: [no_number_grace_months]
authorisation: false
statutory_ground: 国办发〔2023〕39号关于低收入人口信息共享的要求；只看参保登记中有无该成员的证号 [GK]
legal_basis:
  - 户口登记条例：婴儿出生后申报出生登记 [GK]
  - 公民身份号码（GB 11643）：一人一号
false_positives:
  - {case: 新生儿尚未落户, check: 登记出生医学证明编号，协助办理落户}
  - {case: 多年无户口人员, check: 转公安部门办理落户，救助不因此停止}
  - {case: 外籍或港澳台人员使用其他证件, check: 登记证件类型和号码}
sentence: "{program}家庭（{status}）的共同生活成员自{joined_on}起已超过{no_number_grace_months}个月没有公民身份号码，其他部门的记录中也没有。请补录证号，或协助落户。"
examples:
  - why: 批准满3个月的次日；新生儿从出生日起算
    as_of: 2026-11-22
    policy: &policy {no_number_grace_months: 3}
    given: &given
      household:
        - {record_no: H1, household_no: J1, program: 最低生活保障, status: 在享, applied_on: 2026-07-01, approved_on: 2026-08-21, division_code: 999901001001}
        - {record_no: H2, household_no: J2, program: 低保边缘, status: 申请中, applied_on: 2026-01-01}
      member:
        - {record_no: M1, household_no: J1, person_key: P1, member_kind: 共同生活}
        - {record_no: M2, household_no: J2, person_key: P2, member_kind: 共同生活}
      person: [{person_key: P1, birth_date: 1990-01-01}, {person_key: P2, birth_date: 2026-08-21}]
      person_reference: &blank
        - {record_no: M1, person_key: P1, number_state: empty}
        - {record_no: M2, person_key: P2, number_state: empty}
    expect:
      - {anchor_record_no: M1, person_key: P1, household_no: J1, program: 最低生活保障, division_code: 999901001001, joined_on: 2026-08-21}
      - {anchor_record_no: M2, person_key: P2, household_no: J2, joined_on: 2026-08-21, status: 申请中}
  - why: 恰满3个月
    as_of: 2026-11-21
    policy: *policy
    given: *given
    expect: []
  - why: 其他记录中有该人的证号；有号但无效的归SF-01；法定义务人；已退出的家庭；已去世
    as_of: 2026-11-22
    policy: *policy
    given:
      household:
        - {household_no: J1, program: 最低生活保障, status: 在享, approved_on: 2026-01-01}
        - {household_no: J2, program: 最低生活保障, status: 已退出, approved_on: 2026-01-01}
      member:
        - {record_no: M1, household_no: J1, person_key: P1, member_kind: 共同生活}
        - {record_no: M2, household_no: J1, person_key: P2, member_kind: 共同生活}
        - {record_no: M3, household_no: J1, person_key: P3, member_kind: 法定义务人}
        - {record_no: M4, household_no: J2, person_key: P4, member_kind: 共同生活}
        - {record_no: M5, household_no: J1, person_key: P5, member_kind: 共同生活}
      death: [{person_key: P5, died_on: 2026-11-01}]
      person: [{person_key: P1, id_number: n1}]
      person_reference:
        - {record_no: M1, person_key: P1, number_state: empty}
        - {record_no: M2, person_key: P2, number_state: invalid}
        - {record_no: M3, person_key: P3, number_state: empty}
        - {record_no: M4, person_key: P4, number_state: empty}
        - {record_no: M5, person_key: P5, number_state: empty}
    expect: []
  - why: 有证号的记录与该成员的关联只是“可能”：先核实身份（待核实关联清单），不另报
    as_of: 2026-11-22
    policy: *policy
    given:
      household: [{household_no: J1, program: 最低生活保障, status: 在享, approved_on: 2026-01-01}]
      member: [{record_no: M1, household_no: J1, person_key: P1, person_apart_key: P9, member_kind: 共同生活}]
      person: [{person_key: P1, id_number: n1}]
      person_reference: [{record_no: M1, person_key: P1, person_apart_key: P9, number_state: empty}]
    expect: []
---*/
WITH nameless AS (
    SELECT
        counted_member.record_no,
        counted_member.person_key,
        located_household.household_no,
        located_household.program,
        located_household.division_code,
        located_household.status,
        located_household.record_no AS household_record_no,
        located_household.source_table AS household_table,
        policy.no_number_grace_months,
        greatest(coalesce(located_household.approved_on, located_household.applied_on), person.birth_date) AS joined_on
    FROM counted_member
    INNER JOIN person_reference
        ON
        counted_member.record_no = person_reference.record_no
        AND person_reference.source_table = 'civil_affairs.household_members'
    INNER JOIN located_household ON counted_member.household_no = located_household.household_no
    INNER JOIN policy
        ON
        located_household.locality = policy.locality
        AND coalesce(located_household.residence, '') = policy.residence
    LEFT JOIN person ON counted_member.person_key = person.person_key
    WHERE
        person_reference.number_state = 'empty'
        AND person.id_number IS NULL
        AND (
            located_household.status = '申请中'
            OR (
                located_household.is_active
                AND located_household.program IN ('特困供养', '最低生活保障', '低保边缘', '刚性支出困难')
            )
        )
)

SELECT
    'civil_affairs.household_members' AS anchor_table,
    nameless.record_no AS anchor_record_no,
    nameless.person_key,
    nameless.household_no,
    nameless.program,
    nameless.division_code,
    nameless.status,
    nameless.joined_on,
    nameless.no_number_grace_months,
    [{
        'source_table': nameless.household_table, 'record_no': nameless.household_record_no,
        'what': '成为家庭成员', 'value': nameless.status, 'on': nameless.joined_on
    }] AS evidence
FROM nameless
CROSS JOIN night
WHERE nameless.joined_on + to_months(nameless.no_number_grace_months::INTEGER) < night.as_of
QUALIFY row_number() OVER (
    PARTITION BY nameless.record_no
    ORDER BY
        list_position(['特困供养', '最低生活保障', '低保边缘', '刚性支出困难', '临时救助'], nameless.program),
        nameless.household_record_no
) = 1
