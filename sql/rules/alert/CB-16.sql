/*---
id: CB-16
title: 未申报配偶
title_en: undeclared spouse
class: 错保
level: yellow
status: live
version: 1
needs: [civil_affairs.households, civil_affairs.household_members, civil_affairs.marriages, civil_affairs.deaths]
reads: [located_household, member, current_spouse, death_of]
parameters: []
authorisation: false
legal_basis:
  - 最低生活保障审核确认办法（民发〔2021〕57号）：配偶为共同生活的家庭成员 [GK]
  - 湖南省低保共同生活的家庭成员类型 2022 [S3]
false_positives:
  - {case: 法院判决或调解离婚，民政婚姻登记系统没有记录, check: 查看判决书或调解书}
  - {case: 婚姻登记录入错误或他人冒用身份, check: 调阅婚姻登记档案}
  - {case: 配偶已死亡但未登记, check: 查看死亡证明、户籍注销证明}
sentence: 申请人于{registered_on}办理结婚登记，此后没有离婚登记，其配偶不在该家庭成员中。
examples:
  - why: 申请人已婚，配偶不在成员中；申请中的临时救助家庭也核对
    as_of: 2026-11-22
    given: &family
      household: [{record_no: R1, household_no: H1, program: 临时救助, status: 申请中, applied_on: 2026-11-20}]
      member: [{household_no: H1, person_key: P1, relation: 本人, member_kind: 共同生活}]
      marriage: &married
        - {record_no: W1, event: 结婚登记, registered_on: 2020-05-20, side: husband, person_key: P1, partner_key: P2}
        - {record_no: W1, event: 结婚登记, registered_on: 2020-05-20, side: wife, person_key: P2, partner_key: P1}
    expect: [{anchor_record_no: R1, person_key: P1, household_no: H1, registered_on: 2020-05-20}]
  - why: 同一天先结婚后离婚，流水号大的为后
    as_of: 2026-11-22
    given:
      <<: *family
      marriage:
        - {record_no: W1, event: 结婚登记, registered_on: 2020-05-20, side: husband, person_key: P1, partner_key: P2}
        - {record_no: W2, event: 离婚登记, registered_on: 2020-05-20, side: husband, person_key: P1, partner_key: P2}
    expect: []
  - why: 离婚登记在核对日之后
    as_of: 2026-11-22
    given:
      <<: *family
      marriage:
        - {record_no: W1, event: 结婚登记, registered_on: 2020-05-20, side: husband, person_key: P1, partner_key: P2}
        - {record_no: W2, event: 离婚登记, registered_on: 2026-11-23, side: husband, person_key: P1, partner_key: P2}
    expect: [{anchor_record_no: R1}]
  - why: 配偶列为法定义务人也是家庭成员记录
    as_of: 2026-11-22
    given:
      <<: *family
      member:
        - {household_no: H1, person_key: P1, relation: 本人, member_kind: 共同生活}
        - {household_no: H1, person_key: P2, relation: 配偶, member_kind: 法定义务人}
    expect: []
  - why: 配偶已死亡
    as_of: 2026-11-22
    given:
      <<: *family
      death: [{person_key: P2, died_on: 2026-11-22}]
    expect: []
  - why: 在享的临时救助家庭不核对；已退出的也不核对
    as_of: 2026-11-22
    given:
      <<: *family
      household:
        - {household_no: H1, program: 临时救助, status: 在享, approved_on: 2025-01-01}
        - {household_no: H1, program: 最低生活保障, status: 已退出, approved_on: 2025-01-01}
    expect: []
  - why: 名单里的配偶凭尚未确认的关联就是登记的那位，仍提示核实
    as_of: 2026-11-22
    given:
      <<: *family
      member:
        - {household_no: H1, person_key: P1, relation: 本人, member_kind: 共同生活}
        - {household_no: H1, person_key: P2, person_apart_key: P9, relation: 配偶, member_kind: 共同生活}
    expect: [{anchor_record_no: R1, certainty: likely}]
---*/
SELECT
    'civil_affairs.households' AS anchor_table,
    located_household.record_no AS anchor_record_no,
    applicant.person_key,
    located_household.household_no,
    located_household.program,
    located_household.division_code,
    current_spouse.registered_on,
    [{
        'source_table': current_spouse.source_table, 'record_no': current_spouse.record_no,
        'what': '结婚登记', 'value': NULL, 'on': current_spouse.registered_on
    }] AS evidence
FROM located_household
INNER JOIN member AS applicant
    ON located_household.household_no = applicant.household_no AND applicant.relation = '本人'
INNER JOIN current_spouse ON applicant.person_key = current_spouse.person_key
LEFT JOIN death_of ON current_spouse.partner_key = death_of.person_key
WHERE
    (
        located_household.status = '申请中'
        OR (
            located_household.is_active
            AND located_household.program IN ('特困供养', '最低生活保障', '低保边缘', '刚性支出困难')
        )
    )
    AND death_of.person_key IS NULL
    AND NOT EXISTS (
        SELECT 1 FROM member AS listed
        WHERE listed.household_no = located_household.household_no AND listed.person_key = current_spouse.partner_key
    )
QUALIFY row_number() OVER (PARTITION BY located_household.record_no ORDER BY applicant.record_no) = 1
