/*---
id: RQ-03
title: 待遇账户户名与村干部、经办人员同名
title_en: account in a cadre's name
class: 人情保
level: blue
status: live
version: 1
needs:
  - civil_affairs.benefits
  - civil_affairs.households
  - civil_affairs.household_members
  - civil_affairs.village_officials
  - civil_affairs.staff_relatives
  - civil_affairs.marriages
  - civil_affairs.children
reads: [active_benefit, household, household_place, member, person, duty, current_spouse, child]
parameters: []
authorisation: false
legal_basis:
  - 临河区财政局 2023-08-01 一卡通卡折管理：卡折由本人持有，不得代持 [S108]
false_positives:
  - {case: 同名同姓的另一个人, check: 凭银行开户证件核对户名的身份证号，核对前不得视为该干部}
  - {case: 该干部是正式登记的监护人或受委托的代领人, check: 查看监护人指定或委托代领手续}
  - {case: 户名是亲属，亲属关系没有登记在系统中, check: 询问领取人和户名本人的关系}
sentence: 待遇收款账户的户名既不是领取人，也不是其家庭成员、配偶或父母，而与{duty}（本村在任或本户经办）同名。是否为同一人、有无监护或委托手续，请由与该人员无关的工作人员核对开户信息；仅凭同名不得认定代持。
examples:
  - why: 户名与本村在任干部同名；户名与本户经办人员同名，空格、间隔号不计
    as_of: 2026-11-22
    given: &held
      household: [{record_no: R1, household_no: H1, program: 最低生活保障, status: 在享, approved_on: 2025-01-01, division_code: 999901001001, handler_no: "07"}]
      member: [{household_no: H1, person_key: P1, relation: 本人, member_kind: 共同生活}]
      person: &names
        - {person_key: P1, name: 甲一}
        - {person_key: P2, name: 乙二}
        - {person_key: S1, name: 丙三}
        - {person_key: S2, name: 丁·四}
      office: &office [{record_no: V1, person_key: S1, post: 会计, division_code: 999901001001, from_on: 2020-01-01}]
      staff_relative: &staff [{record_no: K1, handler_no: "07", handler_key: S2, relative_key: P8}]
      benefit:
        - {record_no: B1, program: 高龄津贴, person_key: P2, start_on: 2025-01-01, division_code: 999901001001, account_holder: 丙三}
        - {record_no: B2, program: 最低生活保障, household_no: H1, person_key: P1, start_on: 2025-01-01, division_code: 999901001001, account_holder: 丁 四}
    expect:
      - {anchor_record_no: B1, person_key: P2, household_no: null, division_code: 999901001001, duty: 村（居）委会成员, certainty: certain}
      - {anchor_record_no: B2, household_no: H1, program: 最低生活保障, duty: 救助经办人员}
  - why: 户名是领取人本人；别村的干部；已离任；别户的经办人员；户名没有填写
    as_of: 2026-11-22
    given:
      <<: *held
      office:
        - {person_key: S1, division_code: 999901001002, from_on: 2020-01-01}
        - {person_key: S1, division_code: 999901001001, from_on: 2020-01-01, until_on: 2026-11-22}
        - {person_key: P2, division_code: 999901001001, from_on: 2020-01-01}
      staff_relative: [{handler_no: "08", handler_key: S2, relative_key: P8}]
      benefit:
        - {record_no: B1, program: 高龄津贴, person_key: P2, start_on: 2025-01-01, division_code: 999901001001, account_holder: 丙三}
        - {record_no: B2, program: 最低生活保障, household_no: H1, person_key: P1, start_on: 2025-01-01, division_code: 999901001001, account_holder: 丁四}
        - {record_no: B3, program: 高龄津贴, person_key: P2, start_on: 2025-01-01, division_code: 999901001001, account_holder: 乙二}
        - {record_no: B4, program: 高龄津贴, person_key: P2, start_on: 2025-01-01, division_code: 999901001001}
    expect: []
  - why: 户名是家庭成员、配偶、孩子的父亲，恰与干部同名
    as_of: 2026-11-22
    given:
      <<: *held
      member:
        - {household_no: H1, person_key: P1, relation: 本人, member_kind: 共同生活}
        - {household_no: H1, person_key: P3, relation: 子, member_kind: 法定义务人}
      person:
        - {person_key: P1, name: 甲一}
        - {person_key: P3, name: 丙三}
        - {person_key: P4, name: 丙三}
        - {person_key: S1, name: 丙三}
      marriage: [{record_no: W1, event: 结婚登记, registered_on: 2000-01-01, side: husband, person_key: P5, partner_key: P4}]
      child: [{person_key: P6, father_key: P4}]
      benefit:
        - {record_no: B1, program: 最低生活保障, household_no: H1, person_key: P1, start_on: 2025-01-01, division_code: 999901001001, account_holder: 丙三}
        - {record_no: B2, program: 高龄津贴, person_key: P5, start_on: 2025-01-01, division_code: 999901001001, account_holder: 丙三}
        - {record_no: B3, program: 孤儿基本生活费, person_key: P6, start_on: 2025-01-01, division_code: 999901001001, account_holder: 丙三}
    expect: []
  - why: 待遇已停发
    as_of: 2026-11-22
    given:
      <<: *held
      benefit: [{record_no: B1, program: 高龄津贴, person_key: P2, start_on: 2025-01-01, end_on: 2026-11-22, division_code: 999901001001, account_holder: 丙三}]
    expect: []
---*/
WITH named AS (
    SELECT
        person.person_key,
        regexp_replace(person.name, '[\s\x{3000}·•]', '', 'g') AS holder
    FROM person
    WHERE
        person.person_key IN (SELECT active_benefit.person_key FROM active_benefit)
        OR person.person_key IN (SELECT duty.person_key FROM duty)
),

held AS (
    SELECT
        active_benefit.*,
        regexp_replace(active_benefit.account_holder, '[\s\x{3000}·•]', '', 'g') AS holder
    FROM active_benefit
    INNER JOIN named ON active_benefit.person_key = named.person_key
    WHERE regexp_replace(active_benefit.account_holder, '[\s\x{3000}·•]', '', 'g') <> named.holder
),

namesake AS (
    SELECT
        held.*,
        duty.duty,
        [{
            'source_table': duty.source_table, 'record_no': duty.record_no,
            'what': '与户名同名', 'value': duty.duty, 'on': duty.since
        }] AS evidence
    FROM duty
    INNER JOIN named ON duty.person_key = named.person_key
    INNER JOIN held ON named.holder = held.holder
    LEFT JOIN household ON held.household_no = household.household_no
    WHERE held.division_code = duty.division_code OR household.handler_no = duty.handler_no
    QUALIFY row_number() OVER (PARTITION BY held.record_no ORDER BY duty.source_table DESC, duty.record_no ASC) = 1
),

kin AS (
    SELECT
        own.person_key,
        listed.person_key AS kin_key
    FROM member AS own
    INNER JOIN member AS listed ON own.household_no = listed.household_no
    SEMI JOIN namesake ON own.person_key = namesake.person_key
    UNION ALL
    SELECT
        person_key,
        partner_key AS kin_key
    FROM current_spouse
    UNION ALL
    SELECT
        person_key,
        unnest([father_key, mother_key]) AS kin_key
    FROM child
),

family AS (
    SELECT
        kin.person_key,
        regexp_replace(person.name, '[\s\x{3000}·•]', '', 'g') AS holder
    FROM kin
    INNER JOIN person ON kin.kin_key = person.person_key
    SEMI JOIN namesake ON kin.person_key = namesake.person_key
)

SELECT
    namesake.source_table AS anchor_table,
    namesake.record_no AS anchor_record_no,
    namesake.person_key,
    household_place.household_no,
    household_place.program,
    coalesce(household_place.division_code, namesake.division_code) AS division_code,
    namesake.duty,
    namesake.evidence
FROM namesake
LEFT JOIN household_place ON namesake.household_no = household_place.household_no
ANTI JOIN family ON namesake.person_key = family.person_key AND namesake.holder = family.holder
