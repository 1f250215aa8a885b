/*---
id: RQ-01
title: 经办人员配偶未备案
title_en: spouse of staff not on file
class: 人情保
level: yellow
status: live
version: 1
needs:
  - civil_affairs.households
  - civil_affairs.household_members
  - civil_affairs.deaths
  - civil_affairs.marriages
  - civil_affairs.staff_relatives
  - civil_affairs.village_officials
reads: [aid_member, current_spouse, staff_relative, duty]
parameters: []
authorisation: false
legal_basis:
  - 低保经办人员和村（居）委会成员近亲属备案通知 [S1]
  - 低保经办人与申请人是近亲属须备案 [S2]
false_positives:
  - {case: 本人符合条件、只是没有备案, check: 补办备案并入户核查，不因此停发；由与该经办人员无关的人员办理}
  - {case: 法院判决离婚，婚姻登记中没有离婚记录, check: 查看判决书}
sentence: 在享救助家庭的共同生活成员，其现配偶是{duty}，近亲属备案中没有这一关系。请由与该人员无关的工作人员核实并补办备案。
examples:
  - why: 配偶是备案表中的经办人员，但只备案了别的亲属
    as_of: 2026-11-22
    given:
      household: &home [{household_no: J1, program: 低保边缘, status: 在享, approved_on: 2026-01-01, division_code: 999901001001}]
      member: &member [{record_no: M1, household_no: J1, person_key: P1, member_kind: 共同生活}]
      marriage: &married
        - {record_no: W1, event: 结婚登记, registered_on: 2026-11-22, side: husband, person_key: P1, partner_key: S1}
        - {record_no: W1, event: 结婚登记, registered_on: 2026-11-22, side: wife, person_key: S1, partner_key: P1}
      staff_relative: &staff [{record_no: R1, handler_no: "01", handler_key: S1, relative_key: P8}]
    expect: [{anchor_record_no: M1, person_key: P1, household_no: J1, program: 低保边缘, division_code: 999901001001, duty: 救助经办人员}]
  - why: 配偶是在任村（居）委会成员，今日离任就不算在任
    as_of: 2026-11-22
    given: {household: *home, member: *member, marriage: *married, office: [{person_key: S1, from_on: 2026-11-22, until_on: 2026-11-23}]}
    expect: [{anchor_record_no: M1, duty: 村（居）委会成员}]
  - why: 当天离任
    as_of: 2026-11-22
    given: {household: *home, member: *member, marriage: *married, office: [{person_key: S1, from_on: 2025-01-01, until_on: 2026-11-22}]}
    expect: []
  - why: 已备案
    as_of: 2026-11-22
    given: {household: *home, member: *member, marriage: *married, staff_relative: [{handler_key: S1, relative_key: P1}]}
    expect: []
  - why: 反过来的备案（成员作为经办人员）不能代替
    as_of: 2026-11-22
    given:
      household: *home
      member: *member
      marriage: *married
      staff_relative: [{handler_key: S1, relative_key: P8}, {handler_key: P1, relative_key: S1}]
    expect: [{anchor_record_no: M1}]
  - why: 最近一次登记是离婚
    as_of: 2026-11-22
    given:
      household: *home
      member: *member
      staff_relative: *staff
      marriage:
        - {record_no: W1, event: 结婚登记, registered_on: 2020-01-01, side: husband, person_key: P1, partner_key: S1}
        - {record_no: W2, event: 离婚登记, registered_on: 2026-11-22, side: husband, person_key: P1, partner_key: S1}
    expect: []
  - why: 备案的近亲属凭尚未确认的关联就是该成员，仍提示核实
    as_of: 2026-11-22
    given:
      household: *home
      member: *member
      marriage: *married
      staff_relative: [{handler_key: S1, relative_key: P1, relative_apart_key: P9}]
    expect: [{anchor_record_no: M1, certainty: likely}]
---*/
WITH on_duty AS (
    SELECT *
    FROM duty
    QUALIFY row_number() OVER (PARTITION BY person_key ORDER BY source_table, record_no) = 1
)

SELECT
    'civil_affairs.household_members' AS anchor_table,
    aid_member.record_no AS anchor_record_no,
    aid_member.person_key,
    aid_member.household_no,
    aid_member.program,
    aid_member.division_code,
    on_duty.duty,
    [
        {
            'source_table': current_spouse.source_table, 'record_no': current_spouse.record_no,
            'what': '结婚登记', 'value': NULL::VARCHAR, 'on': current_spouse.registered_on
        },
        {
            'source_table': on_duty.source_table, 'record_no': on_duty.record_no,
            'what': '配偶任职', 'value': on_duty.duty, 'on': on_duty.since
        }
    ] AS evidence
FROM aid_member
INNER JOIN current_spouse ON aid_member.person_key = current_spouse.person_key
INNER JOIN on_duty ON current_spouse.partner_key = on_duty.person_key
ANTI JOIN staff_relative
    ON current_spouse.partner_key = staff_relative.handler_key AND aid_member.person_key = staff_relative.relative_key
