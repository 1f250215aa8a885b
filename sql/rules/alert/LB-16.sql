/*---
id: LB-16
title: 低收入人员未资助参保
title_en: enrolment missing or not subsidised
class: 漏保
level: yellow
status: live
version: 1
needs:
  - medical_insurance.enrolments
  - civil_affairs.households
  - civil_affairs.household_members
  - civil_affairs.deaths
reads: [counted_member, aid_household, enrolment]
parameters: []
authorisation: false
statutory_ground: 资助参保对象名单由民政部门按月推送医保部门；只比对是否参保和资助类别 [S30] [S102]
legal_basis:
  - 社会救助暂行办法（国务院令第649号）：对特困、低保对象参加基本医疗保险给予补贴 [GK]
  - 医保与民政身份信息每月共享 [S30] [S102]
false_positives:
  - {case: 已在外地参保, check: 请本人提供参保凭证或查询异地参保}
  - {case: 刚认定，名单尚未推送医保, check: 核对本月推送名单}
sentence: "{program}家庭的共同生活成员，{finding}。请核实并协助参保或更正资助类别。"
township: 该户有成员可能没有参加医保，或没有按救助身份资助参保。请上门核实，协助参保或更正。
examples:
  - why: 一人两户，居民医保的资助类别为低保：只有特困一户的成员资格对不上
    as_of: 2026-11-22
    given:
      household: &homes
        - {household_no: J1, program: 最低生活保障, status: 在享, approved_on: 2026-01-01, division_code: 999901}
        - {household_no: J2, program: 特困供养, status: 在享, approved_on: 2026-01-01, division_code: 999902}
      member: &members
        - {record_no: M1, household_no: J1, person_key: P1, member_kind: 共同生活}
        - {record_no: M2, household_no: J2, person_key: P1, member_kind: 共同生活}
      enrolment: [{person_key: P1, scheme: 居民医保, status: 正常参保, subsidised_category: 低保}]
    expect: [{anchor_record_no: M2, person_key: P1, household_no: J2, program: 特困供养, division_code: 999902}]
  - why: 没有正常参保
    as_of: 2026-11-22
    given: {household: *homes, member: *members, enrolment: [{person_key: P1, scheme: 职工医保, status: 暂停参保}]}
    expect: [{anchor_record_no: M1, finding: 没有正常参保的医保记录}, {anchor_record_no: M2}]
  - why: 居民医保未标资助类别
    as_of: 2026-11-22
    given: {household: *homes, member: *members, enrolment: [{person_key: P1, scheme: 居民医保, status: 正常参保}]}
    expect: [{anchor_record_no: M1, finding: 只有居民医保，没有标为“低保”的资助类别}, {anchor_record_no: M2}]
  - why: 有职工医保就不需资助
    as_of: 2026-11-22
    given:
      household: *homes
      member: *members
      enrolment:
        - {person_key: P1, scheme: 居民医保, status: 正常参保, subsidised_category: 无}
        - {person_key: P1, scheme: 职工医保, status: 正常参保}
    expect: []
  - why: 暂停参保记录上的资助类别不算
    as_of: 2026-11-22
    given:
      household: *homes
      member: *members
      enrolment:
        - {person_key: P1, scheme: 居民医保, status: 暂停参保, subsidised_category: 低保}
        - {person_key: P1, scheme: 居民医保, status: 正常参保, subsidised_category: 特困}
    expect: [{anchor_record_no: M1}]
  - why: 已去世
    as_of: 2026-11-22
    given: {household: *homes, member: *members, death: [{person_key: P1, died_on: 2026-11-01}]}
    expect: []
  - why: 低保边缘家庭不在本规则
    as_of: 2026-11-22
    given: {household: [{household_no: J1, program: 低保边缘, status: 在享, approved_on: 2026-01-01}], member: *members}
    expect: []
---*/
WITH covered AS (
    SELECT
        enrolment.person_key,
        bool_and(enrolment.scheme = '居民医保') AS resident_only,
        coalesce(bool_or(enrolment.subsidised_category = '低保'), FALSE) AS as_dibao,
        coalesce(bool_or(enrolment.subsidised_category = '特困'), FALSE) AS as_destitute
    FROM enrolment
    SEMI JOIN counted_member ON enrolment.person_key = counted_member.person_key
    WHERE enrolment.status = '正常参保'
    GROUP BY enrolment.person_key
),

unsubsidised AS (
    SELECT
        counted_member.record_no,
        counted_member.person_key,
        aid_household.household_no,
        aid_household.program,
        aid_household.division_code,
        aid_household.record_no AS household_record_no,
        aid_household.approved_on,
        covered.person_key IS NOT NULL AS is_enrolled
    FROM counted_member
    INNER JOIN aid_household ON counted_member.household_no = aid_household.household_no
    LEFT JOIN covered ON counted_member.person_key = covered.person_key
    WHERE
        (aid_household.program IN ('最低生活保障', '特困供养') AND covered.person_key IS NULL)
        OR (aid_household.program = '最低生活保障' AND covered.resident_only AND NOT covered.as_dibao)
        OR (aid_household.program = '特困供养' AND covered.resident_only AND NOT covered.as_destitute)
    QUALIFY row_number() OVER (
        PARTITION BY counted_member.record_no ORDER BY aid_household.program_rank, aid_household.record_no
    ) = 1
),

enrolled AS (
    SELECT
        enrolment.person_key,
        list_sort(list({
            'source_table': enrolment.source_table, 'record_no': enrolment.record_no,
            'what': enrolment.scheme || '资助类别', 'value': enrolment.subsidised_category, 'on': enrolment.enrolled_on
        })) AS items
    FROM enrolment
    SEMI JOIN unsubsidised ON enrolment.person_key = unsubsidised.person_key
    WHERE enrolment.status = '正常参保'
    GROUP BY enrolment.person_key
)

SELECT
    'civil_affairs.household_members' AS anchor_table,
    unsubsidised.record_no AS anchor_record_no,
    unsubsidised.person_key,
    unsubsidised.household_no,
    unsubsidised.program,
    unsubsidised.division_code,
    CASE
        WHEN NOT unsubsidised.is_enrolled THEN '没有正常参保的医保记录'
        WHEN unsubsidised.program = '特困供养' THEN '只有居民医保，没有标为“特困”的资助类别'
        ELSE '只有居民医保，没有标为“低保”的资助类别'
    END AS finding,
    list_concat([{
        'source_table': 'civil_affairs.households', 'record_no': unsubsidised.household_record_no,
        'what': '在享家庭', 'value': unsubsidised.program, 'on': unsubsidised.approved_on
    }], enrolled.items) AS evidence
FROM unsubsidised
LEFT JOIN enrolled ON unsubsidised.person_key = enrolled.person_key
