/*---
id: CB-08
title: 领取职工养老金未申报
title_en: undeclared employee pension
class: 错保
level: yellow
status: live
version: 1
needs:
  - civil_affairs.households
  - civil_affairs.household_members
  - civil_affairs.authorisations
  - civil_affairs.deaths
  - human_resources.pensions
reads: [aid_member, income, night]
parameters: []
authorisation: true
legal_basis:
  - 最低生活保障审核确认办法（民发〔2021〕57号）：转移性收入计入家庭收入 [GK]
false_positives:
  - {case: 遗属待遇误记为养老金, check: 查看待遇核定表}
  - {case: 申报时尚未领取, check: 核对待遇起始日期和申报日期，补报即可}
sentence: 成员自{start_on}起每月领取{kinds}养老金合计{monthly_yuan}元，但申报月收入为空或为零。
examples:
  - why: 在发企业职工养老金，申报收入为零
    as_of: 2026-11-22
    given: &family
      household: [{household_no: H1, program: 刚性支出困难, status: 在享, approved_on: 2026-11-22}]
      member: [{record_no: M1, household_no: H1, person_key: P1, relation: 父母, member_kind: 共同生活, declared_income_yuan_month: "0"}]
      authorisation: [{household_no: H1, person_key: P1, purpose: 社会救助, signed_on: 2026-11-22}]
      income: [{record_no: I1, kind: pension, scheme: 企业职工, status: 在发, person_key: P1, from_on: 2026-11-22, yuan_month: "2300.50"}]
    expect: [{anchor_record_no: M1, monthly_yuan: 2300.5, start_on: 2026-11-22, kinds: 企业职工, program: 刚性支出困难}]
  - why: 停发、明日起发、零元和城乡居民养老金都不算
    as_of: 2026-11-22
    given:
      <<: *family
      income:
        - {kind: pension, scheme: 企业职工, status: 停发, person_key: P1, from_on: 2020-01-01, yuan_month: "2300"}
        - {kind: pension, scheme: 机关事业, status: 在发, person_key: P1, from_on: 2026-11-23, yuan_month: "2300"}
        - {kind: pension, scheme: 机关事业, status: 在发, person_key: P1, from_on: 2020-01-01, yuan_month: "0"}
        - {kind: pension, scheme: 城乡居民, status: 在发, person_key: P1, from_on: 2020-01-01, yuan_month: "300"}
    expect: []
  - why: 已申报一分钱以上
    as_of: 2026-11-22
    given:
      <<: *family
      member: [{household_no: H1, person_key: P1, relation: 父母, member_kind: 共同生活, declared_income_yuan_month: "0.01"}]
    expect: []
  - why: 同一家庭编号有两类救助，按特困供养记；申报收入为空
    as_of: 2026-11-22
    given:
      <<: *family
      household:
        - {household_no: H1, program: 低保边缘, status: 在享, approved_on: 2025-01-01}
        - {household_no: H1, program: 特困供养, status: 在享, approved_on: 2025-01-01}
      member: [{record_no: M1, household_no: H1, person_key: P1, relation: 本人, member_kind: 共同生活}]
    expect: [{anchor_record_no: M1, program: 特困供养}]
---*/
SELECT
    'civil_affairs.household_members' AS anchor_table,
    aid_member.record_no AS anchor_record_no,
    aid_member.person_key,
    aid_member.household_no,
    aid_member.program,
    aid_member.division_code,
    min(income.from_on) AS start_on,
    list_sort(list_distinct(list(income.scheme))) AS kinds,
    sum(income.yuan_month) AS monthly_yuan,
    list({
        'source_table': income.source_table, 'record_no': income.record_no,
        'what': income.scheme || '养老金', 'value': cast(income.yuan_month AS VARCHAR), 'on': income.from_on
    } ORDER BY income.source_table, income.record_no) AS evidence
FROM aid_member
CROSS JOIN night
INNER JOIN income ON aid_member.person_key = income.person_key
WHERE
    aid_member.is_authorised
    AND coalesce(aid_member.declared_income_yuan_month, 0) = 0
    AND income.kind = 'pension'
    AND income.scheme IN ('企业职工', '机关事业')
    AND income.status = '在发'
    AND income.yuan_month > 0
    AND income.from_on <= night.as_of
GROUP BY
    aid_member.record_no,
    aid_member.person_key,
    aid_member.household_no,
    aid_member.program,
    aid_member.division_code
