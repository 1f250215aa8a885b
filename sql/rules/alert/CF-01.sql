/*---
id: CF-01
title: 一人两户在保
title_en: one person in two households
class: 重复
level: yellow
status: live
version: 1
needs: [civil_affairs.households, civil_affairs.household_members, civil_affairs.deaths]
reads: [aid_member]
parameters: []
authorisation: false
legal_basis:
  - 最低生活保障审核确认办法（民发〔2021〕57号）：以共同生活的家庭为单位申请 [GK]
false_positives:
  - {case: 婚嫁、分户等转移当月两边重叠（不超过1个月）, check: 核对两户的批准和退出日期}
  - {case: 一户的成员已变更但未及时更新, check: 核对户口簿和实际居住情况}
sentence: 同时是{households}个在享救助家庭的共同生活成员，本条为编号最小的家庭之外的一条成员记录。请核实实际在哪一户共同生活。
examples:
  - why: 三户：除家庭编号最小的一户外，其余各条成员记录都报
    as_of: 2026-11-22
    given:
      household: &homes
        - {household_no: J2, program: 低保边缘, status: 在享, approved_on: 2026-01-01}
        - {household_no: J1, program: 特困供养, status: 在享, approved_on: 2026-01-01}
        - {household_no: J3, program: 最低生活保障, status: 在享, approved_on: 2026-01-01, division_code: 999901}
      member:
        - {record_no: M1, household_no: J3, person_key: P1, member_kind: 共同生活}
        - {record_no: M2, household_no: J1, person_key: P1, member_kind: 共同生活}
        - {record_no: M3, household_no: J2, person_key: P1, member_kind: 共同生活}
    expect:
      - {anchor_record_no: M1, person_key: P1, household_no: J3, program: 最低生活保障, division_code: 999901, households: 3}
      - {anchor_record_no: M3, household_no: J2}
  - why: 同一户里的两条成员记录不算两户；另一户只是法定义务人
    as_of: 2026-11-22
    given:
      household: *homes
      member:
        - {household_no: J1, person_key: P1, member_kind: 共同生活}
        - {household_no: J1, person_key: P1, member_kind: 共同生活}
        - {household_no: J2, person_key: P1, member_kind: 法定义务人}
    expect: []
  - why: 另一户是临时救助，或当天已退出
    as_of: 2026-11-22
    given:
      household:
        - {household_no: J1, program: 最低生活保障, status: 在享, approved_on: 2026-01-01}
        - {household_no: J2, program: 临时救助, status: 在享, approved_on: 2026-01-01}
        - {household_no: J3, program: 最低生活保障, status: 在享, approved_on: 2026-01-01, ended_on: 2026-11-22}
      member: &members
        - {household_no: J1, person_key: P1, member_kind: 共同生活}
        - {household_no: J2, person_key: P1, member_kind: 共同生活}
        - {household_no: J3, person_key: P1, member_kind: 共同生活}
    expect: []
  - why: 已去世
    as_of: 2026-11-22
    given: {household: *homes, member: *members, death: [{person_key: P1, died_on: 2026-11-01}]}
    expect: []
  - why: 两户中一条成员记录与本人的关联只是“可能”
    as_of: 2026-11-22
    given:
      household: *homes
      member:
        - {record_no: M1, household_no: J1, person_key: P1, member_kind: 共同生活}
        - {record_no: M2, household_no: J2, person_key: P1, person_apart_key: P9, member_kind: 共同生活}
    expect:
      - anchor_record_no: M2
        certainty: likely
        evidence:
          - {source_table: civil_affairs.household_members, record_no: M1, what: 在享家庭成员, value: 特困供养, "on": null}
          - {source_table: civil_affairs.household_members, record_no: M2, what: 在享家庭成员, value: 低保边缘, "on": null}
          - {source_table: civil_affairs.households, record_no: household1, what: 在享家庭, value: 低保边缘, "on": null}
          - {source_table: civil_affairs.households, record_no: household2, what: 在享家庭, value: 特困供养, "on": null}
---*/
WITH several AS (
    SELECT person_key
    FROM aid_member
    GROUP BY person_key
    HAVING min(household_no) <> max(household_no)
),

-- each membership and its household: without either row there would be one household less
doubled AS (
    SELECT
        aid_member.person_key,
        min(aid_member.household_no) AS first_household_no,
        count(DISTINCT aid_member.household_no) AS households,
        list_sort(list_concat(
            list({
                'source_table': 'civil_affairs.household_members', 'record_no': aid_member.record_no,
                'what': '在享家庭成员', 'value': aid_member.program, 'on': NULL::DATE
            }),
            list(DISTINCT {
                'source_table': 'civil_affairs.households', 'record_no': aid_member.household_record_no,
                'what': '在享家庭', 'value': aid_member.program, 'on': NULL::DATE
            })
        )) AS evidence
    FROM aid_member
    SEMI JOIN several ON aid_member.person_key = several.person_key
    GROUP BY aid_member.person_key
)

SELECT
    'civil_affairs.household_members' AS anchor_table,
    aid_member.record_no AS anchor_record_no,
    aid_member.person_key,
    aid_member.household_no,
    aid_member.program,
    aid_member.division_code,
    doubled.households,
    doubled.evidence
FROM aid_member
INNER JOIN doubled ON aid_member.person_key = doubled.person_key
WHERE aid_member.household_no > doubled.first_household_no
