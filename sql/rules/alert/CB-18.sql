/*---
id: CB-18
title: 未成年子女未列为家庭成员
title_en: omitted child
class: 错保
level: yellow
status: live
version: 1
needs: [civil_affairs.households, civil_affairs.household_members, civil_affairs.children, civil_affairs.deaths]
reads: [located_household, counted_member, aid_member, member, child, person_alive, death_of, night]
parameters: []
authorisation: false
legal_basis:
  - 最低生活保障审核确认办法（民发〔2021〕57号）：父母与未成年子女为共同生活的家庭成员 [GK]
  - 湖南省低保共同生活的家庭成员类型 2022 [S3]
false_positives:
  - {case: 父母离婚或分居，孩子随另一方或祖父母生活, check: 查看离婚协议、监护关系和孩子实际居住地}
  - {case: 孩子已被收养或由机构养育, check: 查看收养登记、机构在院名单}
  - {case: 孩子的户籍和生活都在外地, check: 查看户籍和就学所在地}
sentence: 家庭成员有{children}名未成年子女登记在儿童福利台账，未列入该户家庭成员，台账中也没有可随其生活的另一方父母。请核实孩子随谁生活，应计入的补录并重新核算。
examples:
  - why: 台账中的孩子不在该户成员中，母亲已去世；申请中的临时救助家庭也核对
    as_of: 2026-11-22
    given: &family
      household: [{record_no: R1, household_no: H1, program: 临时救助, status: 申请中, applied_on: 2026-11-20}]
      member: [{household_no: H1, person_key: P1, relation: 本人, member_kind: 共同生活}]
      person: &born [{person_key: C1, birth_date: 2008-11-23}, {person_key: C2, birth_date: 2020-01-01}]
      death: [{person_key: P2, died_on: 2020-01-01}]
      child:
        - {record_no: L1, person_key: C1, category: 困境儿童, father_key: P1, mother_key: P2}
        - {record_no: L2, person_key: C2, category: 困境儿童, father_key: P1}
        - {record_no: L3, person_key: C2, category: 留守儿童, father_key: P1}
    expect: [{anchor_record_no: R1, household_no: H1, children: 2, certainty: certain}]
  - why: 当天满十八周岁；出生日期不知道的不算；已去世、已被收养的不算
    as_of: 2026-11-22
    given:
      <<: *family
      person: [{person_key: C1, birth_date: 2008-11-22}, {person_key: C3, birth_date: 2020-01-01}, {person_key: C4, birth_date: 2020-01-01}]
      death: [{person_key: C3, died_on: 2026-01-01}]
      child:
        - {person_key: C1, father_key: P1}
        - {person_key: C2, father_key: P1}
        - {person_key: C3, father_key: P1}
        - {person_key: C4, father_key: P1, adopted_on: 2026-11-22}
    expect: []
  - why: 另一方在世而不在该户，孩子可能随其生活
    as_of: 2026-11-22
    given:
      <<: *family
      death: []
      child: [{person_key: C1, father_key: P1, mother_key: P2}]
    expect: []
  - why: 父母都在该户，孩子只算一名；父亲失联、服刑等的，孩子不随其生活
    as_of: 2026-11-22
    given:
      <<: *family
      death: []
      member:
        - {household_no: H1, person_key: P1, relation: 本人, member_kind: 共同生活}
        - {household_no: H1, person_key: P2, relation: 配偶, member_kind: 共同生活}
        - {household_no: H1, person_key: P3, relation: 兄弟姐妹, member_kind: 共同生活}
      child:
        - {record_no: L1, person_key: C1, father_key: P1, mother_key: P2, father_status: 正常, mother_status: 重残}
        - {record_no: L2, person_key: C2, father_key: P3, father_status: 服刑}
    expect: [{anchor_record_no: R1, children: 1}]
  - why: 已列为成员，或在另一户在享家庭中计入
    as_of: 2026-11-22
    given:
      <<: *family
      household:
        - {record_no: R1, household_no: H1, program: 最低生活保障, status: 在享, approved_on: 2025-01-01}
        - {record_no: R2, household_no: H2, program: 低保边缘, status: 在享, approved_on: 2025-01-01}
      member:
        - {household_no: H1, person_key: P1, relation: 本人, member_kind: 共同生活}
        - {household_no: H1, person_key: C1, relation: 子, member_kind: 法定义务人}
        - {household_no: H2, person_key: C2, relation: 孙子女, member_kind: 共同生活}
    expect: []
  - why: 成员中的孩子凭尚未确认的关联就是台账中的孩子，仍提示核实
    as_of: 2026-11-22
    given:
      <<: *family
      member:
        - {household_no: H1, person_key: P1, relation: 本人, member_kind: 共同生活}
        - {household_no: H1, person_key: C1, person_apart_key: P9, relation: 子, member_kind: 共同生活}
      child: [{person_key: C1, father_key: P1}]
    expect: [{anchor_record_no: R1, certainty: likely}]
  - why: 在享的临时救助家庭、已退出的家庭不核对
    as_of: 2026-11-22
    given:
      <<: *family
      household:
        - {household_no: H1, program: 临时救助, status: 在享, approved_on: 2025-01-01}
        - {household_no: H1, program: 最低生活保障, status: 已退出, approved_on: 2025-01-01}
    expect: []
---*/
WITH minor AS (
    SELECT child.*
    FROM child
    CROSS JOIN night
    INNER JOIN person_alive ON child.person_key = person_alive.person_key
    WHERE
        person_alive.died_on IS NULL
        -- eighteen: Civil Code, article 17
        AND person_alive.birth_date + to_years(18) > night.as_of
        AND (child.adopted_on IS NULL OR child.adopted_on > night.as_of)
),

of_parent AS (
    SELECT
        *,
        father_key AS parent_key,
        mother_key AS other_key,
        father_status AS parent_status
    FROM minor
    UNION ALL
    SELECT
        *,
        mother_key AS parent_key,
        father_key AS other_key,
        mother_status AS parent_status
    FROM minor
),

omitted AS (
    SELECT DISTINCT
        parent.household_no,
        of_parent.person_key,
        of_parent.source_table,
        of_parent.record_no,
        of_parent.category,
        of_parent.registered_on
    FROM of_parent
    INNER JOIN counted_member AS parent ON of_parent.parent_key = parent.person_key
    LEFT JOIN death_of AS other_dead ON of_parent.other_key = other_dead.person_key
    LEFT JOIN counted_member AS other
        ON parent.household_no = other.household_no AND of_parent.other_key = other.person_key
    ANTI JOIN member AS listed
        ON parent.household_no = listed.household_no AND of_parent.person_key = listed.person_key
    ANTI JOIN aid_member ON of_parent.person_key = aid_member.person_key
    WHERE
        coalesce(of_parent.parent_status, '正常') IN ('正常', '重残', '重病')
        -- with another parent alive elsewhere the child may live there: nothing is known
        AND (of_parent.other_key IS NULL OR other_dead.person_key IS NOT NULL OR other.record_no IS NOT NULL)
)

SELECT
    'civil_affairs.households' AS anchor_table,
    located_household.record_no AS anchor_record_no,
    cast(NULL AS VARCHAR) AS person_key,
    located_household.household_no,
    located_household.program,
    located_household.division_code,
    count(DISTINCT omitted.person_key) AS children,
    list_sort(list(DISTINCT {
        'source_table': omitted.source_table, 'record_no': omitted.record_no,
        'what': '儿童福利台账', 'value': omitted.category, 'on': omitted.registered_on
    })) AS evidence
FROM located_household
INNER JOIN omitted ON located_household.household_no = omitted.household_no
WHERE
    located_household.status = '申请中'
    OR (
        located_household.is_active
        AND located_household.program IN ('特困供养', '最低生活保障', '低保边缘', '刚性支出困难')
    )
GROUP BY ALL
