/*---
id: SJ-12
title: 户内人数不一致
title_en: member count mismatch
class: 数据质量
level: blue
status: live
version: 1
needs: [civil_affairs.households, civil_affairs.household_members, civil_affairs.deaths]
reads: [active_household, member, person_alive, night]
parameters: []
authorisation: false
legal_basis:
  - 最低生活保障审核确认办法（民发〔2021〕57号）：按共同生活的家庭成员计算 [GK]
false_positives:
  - {case: 成员出生、去世的当月或次月，登记尚未更新, check: 核对出生、死亡日期；逾月仍不一致的更新登记}
  - {case: 成员分户、婚嫁后尚未变更, check: 核对户口簿和共同生活情况}
sentence: "{program}家庭登记人数{registered_members}人，台账中共同生活且未去世的成员{members}人。请核对家庭成员并更正。"
examples:
  - why: 登记多一人；登记少一人；一个成员也没有
    as_of: 2026-11-22
    given:
      household:
        - {record_no: H1, household_no: J1, program: 最低生活保障, status: 在享, approved_on: 2026-01-10, registered_members: 3, division_code: 999901001001}
        - {record_no: H2, household_no: J2, program: 低保边缘, status: 在享, approved_on: 2026-01-10, registered_members: 1}
        - {record_no: H3, household_no: J3, program: 特困供养, status: 在享, approved_on: 2026-01-10, registered_members: 1}
      member:
        - {record_no: M1, household_no: J1, person_key: P1, member_kind: 共同生活}
        - {record_no: M2, household_no: J1, person_key: P2, member_kind: 共同生活}
        - {record_no: M3, household_no: J1, person_key: P3, member_kind: 法定义务人}
        - {record_no: M4, household_no: J2, person_key: P4, member_kind: 共同生活}
        - {record_no: M5, household_no: J2, person_key: P5, member_kind: 共同生活}
    expect:
      - {anchor_record_no: H1, person_key: null, household_no: J1, program: 最低生活保障, division_code: 999901001001, members: 2, registered_members: 3}
      - {anchor_record_no: H2, members: 2}
      - {anchor_record_no: H3, members: 0}
  - why: 一致；上月去世的一人登记时算不算都行；本月出生的一人也是
    as_of: 2026-11-22
    given:
      household: &homes
        - {record_no: H1, household_no: J1, program: 最低生活保障, status: 在享, approved_on: 2026-01-10, registered_members: 2}
        - {record_no: H2, household_no: J2, program: 最低生活保障, status: 在享, approved_on: 2026-01-10, registered_members: 1}
      person: [{person_key: P4, birth_date: 2026-11-02}]
      member: &members
        - {household_no: J1, person_key: P1, member_kind: 共同生活}
        - {household_no: J1, person_key: P2, member_kind: 共同生活}
        - {household_no: J2, person_key: P3, member_kind: 共同生活}
        - {household_no: J2, person_key: P4, member_kind: 共同生活}
      death: [{person_key: P2, died_on: 2026-10-01}]
    expect: []
  - why: 前月以前去世的，应已更新
    as_of: 2026-11-22
    given:
      household: *homes
      person: [{person_key: P4, birth_date: 2026-11-02}]
      member: *members
      death: [{record_no: X1, person_key: P2, died_on: 2026-09-30}]
    expect: [{anchor_record_no: H1, members: 1}]
  - why: 没有登记人数；已退出
    as_of: 2026-11-22
    given:
      household:
        - {household_no: J1, program: 最低生活保障, status: 在享, approved_on: 2026-01-10}
        - {household_no: J2, program: 最低生活保障, status: 已退出, approved_on: 2026-01-10, registered_members: 5}
      member: *members
    expect: []
---*/
WITH counted AS (
    SELECT
        member.household_no,
        count(*) FILTER (WHERE person_alive.died_on IS NULL) AS members,
        -- the register may still hold who died, and not yet hold who was born, in this month or the last
        count(*) FILTER (WHERE person_alive.died_on >= date_trunc('month', night.as_of) - to_months(1)) AS just_died,
        count(*) FILTER (
            WHERE person_alive.died_on IS NULL AND person_alive.birth_date >= date_trunc('month', night.as_of) - to_months(1)
        ) AS just_born
    FROM member
    CROSS JOIN night
    LEFT JOIN person_alive ON member.person_key = person_alive.person_key
    WHERE member.member_kind = '共同生活'
    GROUP BY member.household_no
)

SELECT
    active_household.source_table AS anchor_table,
    active_household.record_no AS anchor_record_no,
    NULL::VARCHAR AS person_key,
    active_household.household_no,
    active_household.program,
    active_household.division_code,
    active_household.registered_members,
    coalesce(counted.members, 0) AS members,
    [{
        'source_table': active_household.source_table, 'record_no': active_household.record_no,
        'what': '登记人数与台账人数',
        'value': active_household.registered_members || '人，' || coalesce(counted.members, 0) || '人', 'on': NULL::DATE
    }] AS evidence
FROM active_household
LEFT JOIN counted ON active_household.household_no = counted.household_no
WHERE
    active_household.program IN ('特困供养', '最低生活保障', '低保边缘', '刚性支出困难')
    AND active_household.registered_members NOT BETWEEN
    coalesce(counted.members, 0) - coalesce(counted.just_born, 0)
    AND coalesce(counted.members, 0) + coalesce(counted.just_died, 0)
