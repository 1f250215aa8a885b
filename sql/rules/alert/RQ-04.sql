/*---
id: RQ-04
title: 村（居）委会成员本人在保
title_en: official on aid
class: 人情保
level: yellow
status: live
version: 1
needs: [civil_affairs.households, civil_affairs.household_members, civil_affairs.village_officials]
reads: [member, aid_household, office, night]
parameters: []
authorisation: false
legal_basis:
  - 最低生活保障审核确认办法（民发〔2021〕57号）：经办人员、村（居）委会成员备案管理 [GK]
false_positives:
  - {case: 报酬很低的辅助岗位，本人确实符合条件, check: 核对任职报酬和家庭收入，已备案并入户核查的可以继续享受}
  - {case: 已离任但台账未更新, check: 请乡镇（街道）确认任职状态}
sentence: 在享{program}家庭的申请人本人是在任的村（居）委会成员（{post}）。请核对任职报酬和备案情况。
examples:
  - why: 当天任职；一人两个职务只报一次
    as_of: 2026-11-22
    given:
      household: &home [{household_no: J1, program: 特困供养, status: 在享, approved_on: 2026-01-01, division_code: 999901001001}]
      member: &member [{record_no: M1, household_no: J1, person_key: P1, relation: 本人, member_kind: 共同生活}]
      office:
        - {record_no: V2, person_key: P1, post: 主任, from_on: 2026-11-22}
        - {record_no: V1, person_key: P1, post: 委员, from_on: 2026-01-01, until_on: 2026-11-23}
    expect: [{anchor_record_no: M1, person_key: P1, household_no: J1, program: 特困供养, division_code: 999901001001, post: 委员、主任}]
  - why: 当天离任；明天才任职
    as_of: 2026-11-22
    given:
      household: *home
      member: *member
      office:
        - {person_key: P1, post: 主任, from_on: 2026-01-01, until_on: 2026-11-22}
        - {person_key: P1, post: 主任, from_on: 2026-11-23}
    expect: []
  - why: 不是申请人本人
    as_of: 2026-11-22
    given:
      household: *home
      member: [{household_no: J1, person_key: P1, relation: 配偶, member_kind: 共同生活}]
      office: &office [{person_key: P1, post: 主任, from_on: 2026-01-01}]
    expect: []
  - why: 低保边缘家庭不在本规则
    as_of: 2026-11-22
    given:
      household: [{household_no: J1, program: 低保边缘, status: 在享, approved_on: 2026-01-01}]
      member: *member
      office: *office
    expect: []
---*/
WITH serving AS (
    SELECT
        office.person_key,
        string_agg(office.post, '、' ORDER BY office.record_no) AS post,
        list({
            'source_table': office.source_table, 'record_no': office.record_no,
            'what': '在任职务', 'value': office.post, 'on': office.from_on
        } ORDER BY office.record_no) AS items
    FROM office
    CROSS JOIN night
    WHERE office.from_on <= night.as_of AND (office.until_on IS NULL OR office.until_on > night.as_of)
    GROUP BY office.person_key
)

SELECT
    member.source_table AS anchor_table,
    member.record_no AS anchor_record_no,
    member.person_key,
    aid_household.household_no,
    aid_household.program,
    aid_household.division_code,
    serving.post,
    list_concat([{
        'source_table': aid_household.source_table, 'record_no': aid_household.record_no,
        'what': '在享家庭', 'value': aid_household.program, 'on': aid_household.approved_on
    }], serving.items) AS evidence
FROM member
INNER JOIN serving ON member.person_key = serving.person_key
INNER JOIN aid_household ON member.household_no = aid_household.household_no
WHERE member.relation = '本人' AND aid_household.program IN ('最低生活保障', '特困供养')
QUALIFY row_number() OVER (PARTITION BY member.record_no ORDER BY aid_household.program_rank, aid_household.record_no) = 1
