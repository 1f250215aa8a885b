/*---
id: LB-19
title: 失能老人未享养老服务补贴
title_en: disabled elder without service subsidy
class: 漏保
level: blue
status: live
version: 1
needs:
  - civil_affairs.elder_care
  - civil_affairs.benefits
  - civil_affairs.households
  - civil_affairs.household_members
  - civil_affairs.deaths
reads: [visit, aid_member, person_alive, active_benefit, policy, night]
parameters: [service_subsidy_age]
authorisation: false
legal_basis:
  - 经济困难的高龄、失能老年人养老服务补贴制度 seeds C D E
false_positives:
  - {case: 已入住养老机构，享受机构补贴, check: 核对入住登记}
  - {case: 本人选择了其他补贴, check: 查看选择书}
sentence: "{program}家庭的共同生活成员，年满{service_subsidy_age}周岁，能力评估为{ability_level}，没有在发的养老服务补贴。请核实并告知可以申领。"
examples:
  - why: 核对日满60周岁，中度失能；报在流水号最小的一条
    as_of: 2026-11-22
    policy: &policy {service_subsidy_age: 60}
    given:
      person: &old [{person_key: P1, birth_date: 1966-11-22}]
      household: &home [{household_no: J1, program: 低保边缘, status: 在享, approved_on: 2026-01-01, division_code: 999901}]
      member: &member [{household_no: J1, person_key: P1, member_kind: 共同生活}]
      visit: &visits
        - {record_no: K2, person_key: P1, category: 失能, ability_level: 中度失能}
        - {record_no: K3, person_key: P1, category: 独居, ability_level: 重度失能}
        - {record_no: K1, person_key: P1, category: 高龄}
    expect: [{anchor_record_no: K2, person_key: P1, household_no: J1, program: 低保边缘, division_code: 999901, ability_level: 中度失能}]
  - why: 差一天满60周岁；轻度；没有评估等级（类别为失能不够）
    as_of: 2026-11-22
    policy: *policy
    given:
      person: [{person_key: P1, birth_date: 1966-11-23}, {person_key: P2, birth_date: 1950-01-01}, {person_key: P3, birth_date: 1950-01-01}]
      household: *home
      member: [{household_no: J1, person_key: P1, member_kind: 共同生活}, {household_no: J1, person_key: P2, member_kind: 共同生活}, {household_no: J1, person_key: P3, member_kind: 共同生活}]
      visit: [{person_key: P1, ability_level: 完全失能}, {person_key: P2, ability_level: 轻度失能}, {person_key: P3, category: 失能}]
    expect: []
  - why: 已享补贴；特困供养家庭；不在救助家庭
    as_of: 2026-11-22
    policy: *policy
    given:
      person: [{person_key: P1, birth_date: 1950-01-01}, {person_key: P2, birth_date: 1950-01-01}, {person_key: P3, birth_date: 1950-01-01}]
      household: [{household_no: J1, program: 低保边缘, status: 在享, approved_on: 2026-01-01}, {household_no: J2, program: 特困供养, status: 在享, approved_on: 2026-01-01}]
      member: [{household_no: J1, person_key: P1, member_kind: 共同生活}, {household_no: J2, person_key: P2, member_kind: 共同生活}]
      benefit: [{program: 养老服务补贴, person_key: P1, start_on: 2026-11-22}]
      visit: [{person_key: P1, ability_level: 完全失能}, {person_key: P2, ability_level: 重度失能}, {person_key: P3, ability_level: 重度失能}]
    expect: []
  - why: 年龄未知，不运行
    as_of: 2026-11-22
    policy: {}
    given: {person: *old, household: *home, member: *member, visit: *visits}
    expect: []
---*/
SELECT
    visit.source_table AS anchor_table,
    visit.record_no AS anchor_record_no,
    visit.person_key,
    aid_member.household_no,
    aid_member.program,
    aid_member.division_code,
    visit.ability_level,
    policy.service_subsidy_age,
    [{
        'source_table': visit.source_table, 'record_no': visit.record_no,
        'what': '能力评估等级', 'value': visit.ability_level, 'on': visit.info_collected_on
    }] AS evidence
FROM visit
CROSS JOIN night
INNER JOIN aid_member ON visit.person_key = aid_member.person_key AND aid_member.program IN ('最低生活保障', '低保边缘')
INNER JOIN policy ON aid_member.locality = policy.locality AND aid_member.residence = policy.residence
INNER JOIN person_alive ON visit.person_key = person_alive.person_key
ANTI JOIN active_benefit
    ON visit.person_key = active_benefit.person_key AND active_benefit.program = '养老服务补贴'
WHERE
    visit.ability_level IN ('中度失能', '重度失能', '完全失能')
    AND person_alive.birth_date + to_years(policy.service_subsidy_age::INTEGER) <= night.as_of
QUALIFY row_number() OVER (
    PARTITION BY visit.person_key ORDER BY visit.record_no, aid_member.household_no, aid_member.record_no
) = 1
