/*---
id: LB-11
title: 低保独居老人或重残者可能符合特困供养
title_en: lone elder or disabled on minimum allowance may qualify as destitute
class: 漏保
level: yellow
status: live
version: 1
needs:
  - civil_affairs.households
  - civil_affairs.household_members
  - civil_affairs.deaths
  - civil_affairs.marriages
  - civil_affairs.children
  - civil_affairs.disabilities
  - civil_affairs.benefits
reads: [aid_member, household_size, member, person_alive, card_in_force, current_spouse, child, active_benefit, death_of, policy, night]
parameters: [tekun_elder_age]
authorisation: false
legal_basis:
  - 特困人员认定办法（民发〔2021〕43号）：无劳动能力、无生活来源、无法定义务人或义务人无履行能力 [GK]
  - 贵州、常德特困人员认定条件：智力、精神一至三级，肢体一、二级，视力一级视为无劳动能力 [S64] [S65]
false_positives:
  - {case: 子女在外地，登记中没有, check: 查户籍和人口信息，询问本人和村（居）委会}
  - {case: 配偶的婚姻登记较早，未录入系统, check: 核对结婚证和户口簿}
  - {case: 本人不愿改为特困供养, check: 说明两种待遇的差别，记录意愿}
sentence: 最低生活保障家庭只有1名共同生活成员，{grounds}，没有查到在世的配偶、子女或其他法定义务人。请核实是否符合特困供养条件，符合的告知可以转办。
examples:
  - why: 核对日满60周岁，一人户，没有配偶子女
    as_of: 2026-11-22
    policy: &policy {tekun_elder_age: 60}
    given:
      household: &home [{record_no: H1, household_no: J1, program: 最低生活保障, status: 在享, approved_on: 2026-01-01, division_code: 999901}]
      member: &member [{record_no: M1, household_no: J1, person_key: P1, relation: 本人, member_kind: 共同生活}]
      person: &old [{person_key: P1, birth_date: 1966-11-22}]
    expect: [{anchor_record_no: H1, person_key: P1, household_no: J1, program: 最低生活保障, division_code: 999901, grounds: 年满60周岁}]
  - why: 差一天满60周岁；出生日期不明
    as_of: 2026-11-22
    policy: *policy
    given:
      household: [{household_no: J1, program: 最低生活保障, status: 在享, approved_on: 2026-01-01}, {household_no: J2, program: 最低生活保障, status: 在享, approved_on: 2026-01-01}]
      member: [{household_no: J1, person_key: P1, member_kind: 共同生活}, {household_no: J2, person_key: P2, member_kind: 共同生活}]
      person: [{person_key: P1, birth_date: 1966-11-23}]
    expect: []
  - why: 不满60周岁，肢体二级；配偶和义务人已去世
    as_of: 2026-11-22
    policy: *policy
    given:
      household: *home
      member:
        - {record_no: M1, household_no: J1, person_key: P1, relation: 本人, member_kind: 共同生活}
        - {household_no: J1, person_key: P2, relation: 配偶, member_kind: 共同生活}
        - {household_no: J1, person_key: P3, relation: 子, member_kind: 法定义务人}
      disability_card: [{record_no: D1, person_key: P1, category: 肢体, grade: 二级, status: 有效}]
      marriage: [{person_key: P1, partner_key: P2, event: 结婚登记, registered_on: 1990-01-01, side: husband}]
      death: [{person_key: P2, died_on: 2026-01-01}, {person_key: P3, died_on: 2026-01-01}]
    expect: [{anchor_record_no: H1, grounds: 持有效肢体残疾二级证}]
  - why: 肢体三级、听力一级、视力二级、多重一级都不在范围
    as_of: 2026-11-22
    policy: *policy
    given:
      household: *home
      member: *member
      disability_card:
        - {person_key: P1, category: 肢体, grade: 三级, status: 有效}
        - {person_key: P1, category: 听力, grade: 一级, status: 有效}
        - {person_key: P1, category: 视力, grade: 二级, status: 有效}
        - {person_key: P1, category: 多重, grade: 一级, status: 有效}
    expect: []
  - why: 有法定义务人
    as_of: 2026-11-22
    policy: *policy
    given:
      household: *home
      member: [{household_no: J1, person_key: P1, relation: 本人, member_kind: 共同生活}, {household_no: J1, person_key: P2, relation: 女, member_kind: 法定义务人}]
      person: *old
    expect: []
  - why: 有在世的配偶
    as_of: 2026-11-22
    policy: *policy
    given: {household: *home, member: *member, person: *old, marriage: [{person_key: P1, partner_key: P2, event: 结婚登记, registered_on: 1990-01-01, side: wife}]}
    expect: []
  - why: 在另一户登记为申请人的父母，说明有子女
    as_of: 2026-11-22
    policy: *policy
    given:
      household: *home
      member: [{household_no: J1, person_key: P1, relation: 本人, member_kind: 共同生活}, {household_no: J2, person_key: P1, relation: 父母, member_kind: 法定义务人}]
      person: *old
    expect: []
  - why: 儿童台账中有在世的子女
    as_of: 2026-11-22
    policy: *policy
    given: {household: *home, member: *member, person: *old, child: [{person_key: P5, father_key: P1, category: 困境儿童}]}
    expect: []
  - why: 已享特困供养；孤儿
    as_of: 2026-11-22
    policy: *policy
    given:
      household: [{household_no: J1, program: 最低生活保障, status: 在享, approved_on: 2026-01-01}, {household_no: J2, program: 最低生活保障, status: 在享, approved_on: 2026-01-01}]
      member: [{household_no: J1, person_key: P1, member_kind: 共同生活}, {household_no: J2, person_key: P2, member_kind: 共同生活}]
      person: *old
      disability_card: [{person_key: P2, category: 智力, grade: 三级, status: 有效}]
      benefit: [{program: 特困供养, person_key: P1, start_on: 2026-01-01}, {program: 孤儿基本生活费, person_key: P2, start_on: 2026-01-01}]
    expect: []
  - why: 年龄未知，不运行
    as_of: 2026-11-22
    policy: {}
    given: {household: *home, member: *member, person: *old}
    expect: []
---*/
WITH lone AS (
    SELECT
        aid_member.record_no,
        aid_member.person_key,
        aid_member.household_no,
        aid_member.household_record_no,
        aid_member.program,
        aid_member.division_code,
        policy.tekun_elder_age,
        person_alive.birth_date,
        coalesce(person_alive.birth_date + to_years(policy.tekun_elder_age::INTEGER) <= night.as_of, FALSE) AS is_elder
    FROM aid_member
    CROSS JOIN night
    INNER JOIN household_size ON aid_member.household_no = household_size.household_no AND household_size.members = 1
    INNER JOIN policy ON aid_member.locality = policy.locality AND aid_member.residence = policy.residence
    INNER JOIN person_alive ON aid_member.person_key = person_alive.person_key
    WHERE aid_member.program = '最低生活保障' AND policy.tekun_elder_age IS NOT NULL
),

-- who has somebody to support him, or a better benefit
kept AS (
    SELECT lone.person_key
    FROM lone
    INNER JOIN member ON lone.household_no = member.household_no AND lone.record_no <> member.record_no
    ANTI JOIN death_of ON member.person_key = death_of.person_key
    UNION ALL
    SELECT person_key FROM member WHERE relation IN ('父母', '祖父母')
    UNION ALL
    SELECT current_spouse.person_key
    FROM current_spouse
    ANTI JOIN death_of ON current_spouse.partner_key = death_of.person_key
    UNION ALL
    SELECT unnest([child.father_key, child.mother_key]) AS person_key
    FROM child
    ANTI JOIN death_of ON child.person_key = death_of.person_key
    UNION ALL
    SELECT person_key
    FROM active_benefit
    WHERE program IN ('特困供养', '孤儿基本生活费', '事实无人抚养儿童基本生活费')
),

card AS (
    SELECT card_in_force.*
    FROM card_in_force
    WHERE
        (card_in_force.category IN ('智力', '精神') AND card_in_force.grade IN ('一级', '二级', '三级'))
        OR (card_in_force.category = '肢体' AND card_in_force.grade IN ('一级', '二级'))
        OR (card_in_force.category = '视力' AND card_in_force.grade = '一级')
    QUALIFY row_number() OVER (PARTITION BY card_in_force.person_key ORDER BY card_in_force.record_no) = 1
)

SELECT
    'civil_affairs.households' AS anchor_table,
    lone.household_record_no AS anchor_record_no,
    lone.person_key,
    lone.household_no,
    lone.program,
    lone.division_code,
    lone.tekun_elder_age,
    CASE
        WHEN lone.is_elder THEN '年满' || lone.tekun_elder_age || '周岁'
        ELSE '持有效' || card.category || '残疾' || card.grade || '证'
    END AS grounds,
    if(card.record_no IS NULL, [], [{
        'source_table': card.source_table, 'record_no': card.record_no,
        'what': '残疾人证', 'value': card.category || card.grade, 'on': card.issued_on
    }]) AS evidence
FROM lone
LEFT JOIN card ON lone.person_key = card.person_key
ANTI JOIN kept ON lone.person_key = kept.person_key
WHERE lone.is_elder OR card.record_no IS NOT NULL
