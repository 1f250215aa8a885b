/*---
id: SJ-09
title: 核对授权缺失或过期
title_en: authorisation missing
class: 数据质量
level: red
status: live
version: 1
needs:
  - civil_affairs.households
  - civil_affairs.household_members
  - civil_affairs.authorisations
  - civil_affairs.deaths
reads: [counted_member, located_household, authorisation, authorised_member]
parameters: []
authorisation: false
legal_basis:
  - 居民家庭经济状况核对办法：核对须经书面授权 [S12]
  - 金融资产信息查询须有授权书 [S47]
  - 中华人民共和国个人信息保护法：处理个人信息须取得同意或有法定依据 [GK]
false_positives:
  - {case: 授权书已签署但未录入, check: 补录授权书，核对签署日期}
  - {case: 已另行记录法定依据，不以授权为前提, check: 核对法定依据记录}
sentence: "{program}家庭（{status}）的共同生活成员，{finding}。补齐授权前不得查询其他部门的信息。"
examples:
  - why: 今日到期仍有效；昨日到期、今日撤销、明日才签、用途不符、别户的授权都不算
    as_of: 2026-11-22
    given:
      household:
        - {household_no: J1, program: 低保边缘, status: 在享, approved_on: 2026-01-01, division_code: 999901001001}
        - {household_no: J2, program: 临时救助, status: 申请中}
      member:
        - {record_no: M1, household_no: J1, person_key: P1, member_kind: 共同生活}
        - {record_no: M2, household_no: J1, person_key: P2, member_kind: 共同生活}
        - {record_no: M3, household_no: J1, person_key: P3, member_kind: 共同生活}
        - {record_no: M4, household_no: J1, person_key: P4, member_kind: 共同生活}
        - {record_no: M5, household_no: J1, person_key: P5, member_kind: 共同生活}
        - {record_no: M6, household_no: J2, person_key: P1, member_kind: 共同生活}
      authorisation:
        - {household_no: J1, person_key: P1, purpose: 社会救助, signed_on: 2026-11-22, valid_until: 2026-11-22, revoked_on: 2026-11-23}
        - {household_no: J1, person_key: P2, purpose: 社会救助, signed_on: 2026-01-01, valid_until: 2026-11-21}
        - {household_no: J1, person_key: P3, purpose: 社会救助, signed_on: 2026-01-01, revoked_on: 2026-11-22}
        - {household_no: J1, person_key: P4, purpose: 社会救助, signed_on: 2026-11-23}
        - {household_no: J1, person_key: P5, purpose: 养老服务, signed_on: 2026-01-01}
    expect:
      - {anchor_record_no: M2, person_key: P2, household_no: J1, program: 低保边缘, finding: 社会救助授权书已过期、已撤销或尚未生效}
      - {anchor_record_no: M3, division_code: 999901001001}
      - {anchor_record_no: M4}
      - {anchor_record_no: M5, finding: 没有用途为社会救助的授权书}
      - {anchor_record_no: M6, household_no: J2, program: 临时救助}
  - why: 临时救助在享、已退出的家庭；法定义务人
    as_of: 2026-11-22
    given:
      household:
        - {household_no: J1, program: 临时救助, status: 在享, approved_on: 2026-01-01}
        - {household_no: J2, program: 最低生活保障, status: 已退出, approved_on: 2026-01-01}
        - {household_no: J3, program: 最低生活保障, status: 在享, approved_on: 2026-01-01}
      member:
        - {household_no: J1, person_key: P1, member_kind: 共同生活}
        - {household_no: J2, person_key: P1, member_kind: 共同生活}
        - {household_no: J3, person_key: P1, member_kind: 法定义务人}
    expect: []
  - why: 已去世
    as_of: 2026-11-22
    given:
      household: &home [{household_no: J1, program: 最低生活保障, status: 在享, approved_on: 2026-01-01}]
      member: &member [{record_no: M1, household_no: J1, person_key: P1, member_kind: 共同生活}]
      death: [{person_key: P1, died_on: 2026-11-22}]
    expect: []
  - why: 授权书凭尚未确认的关联属于该成员，仍提示核实
    as_of: 2026-11-22
    given:
      household: *home
      member: *member
      authorisation: [{household_no: J1, person_key: P1, person_apart_key: P9, purpose: 社会救助, signed_on: 2026-01-01}]
    expect: [{anchor_record_no: M1, certainty: likely}]
---*/
WITH unauthorised AS (
    SELECT counted_member.*
    FROM counted_member
    ANTI JOIN authorised_member ON counted_member.record_no = authorised_member.record_no
),

lapsed AS (
    SELECT
        authorisation.household_no,
        authorisation.person_key,
        list_sort(list({
            'source_table': authorisation.source_table, 'record_no': authorisation.record_no,
            'what': '授权书（有效期至）', 'value': authorisation.valid_until::VARCHAR, 'on': authorisation.signed_on
        })) AS items
    FROM authorisation
    SEMI JOIN unauthorised
        ON authorisation.household_no = unauthorised.household_no AND authorisation.person_key = unauthorised.person_key
    WHERE authorisation.purpose = '社会救助'
    GROUP BY authorisation.household_no, authorisation.person_key
)

SELECT
    'civil_affairs.household_members' AS anchor_table,
    unauthorised.record_no AS anchor_record_no,
    unauthorised.person_key,
    located_household.household_no,
    located_household.program,
    located_household.division_code,
    located_household.status,
    CASE
        WHEN lapsed.items IS NULL THEN '没有用途为社会救助的授权书'
        ELSE '社会救助授权书已过期、已撤销或尚未生效'
    END AS finding,
    list_concat([{
        'source_table': located_household.source_table, 'record_no': located_household.record_no,
        'what': '家庭状态', 'value': located_household.status, 'on': located_household.applied_on
    }], lapsed.items) AS evidence
FROM unauthorised
INNER JOIN located_household ON unauthorised.household_no = located_household.household_no
LEFT JOIN lapsed
    ON unauthorised.household_no = lapsed.household_no AND unauthorised.person_key = lapsed.person_key
WHERE
    located_household.status = '申请中'
    OR (located_household.is_active AND located_household.program IN ('特困供养', '最低生活保障', '低保边缘', '刚性支出困难'))
QUALIFY row_number() OVER (
    PARTITION BY unauthorised.record_no
    ORDER BY
        list_position(['特困供养', '最低生活保障', '低保边缘', '刚性支出困难', '临时救助'], located_household.program),
        located_household.record_no
) = 1
