/*---
id: SF-05
title: 儿童使用家长证号
title_en: child carries a parent's number
class: 身份
level: blue
status: live
version: 1
needs:
  - civil_affairs.household_members
  - civil_affairs.benefits
  - civil_affairs.children
  - civil_affairs.deaths
  - medical_insurance.enrolments
reads: [number_doubt, person, number_use, household_place, night]
parameters: []
authorisation: false
statutory_ground: 未成年人保护法关于掌握未成年人基本情况的要求；参保登记只看出生日期与证号是否相符，不看其他内容 [GK]
legal_basis: [公民身份号码（GB 11643）：出生日期码，一人一号]
false_positives:
  - {case: 已满18周岁仍在校，台账或待遇尚未变更, check: 查看学籍证明和台账类别}
  - {case: 待遇由监护人代领，登记了监护人的姓名和号码, check: 核对领取人栏是否应为儿童本人}
  - {case: 本记录的出生日期有误, check: 核对户口簿}
sentence: "{table_label}登记的是儿童，证号所载出生日期为{number_birth}，该号码的使用者已满{number_age}周岁，疑为家长的号码。请核对出生医学证明或户口簿，补录儿童本人的号码。"
examples:
  - why: 台账儿童用了母亲的号码；参保记录自己的出生日期是儿童
    as_of: 2026-11-22
    given:
      person: [{person_key: P1, birth_date: 1985-05-05}]
      person_reference: [{record_no: M1, person_key: P1, number_state: valid, number_holder_key: P1}]
      number_doubt:
        - {source_table: civil_affairs.children, record_no: E1, person_key: P2, number_state: valid, number_holder_key: P1, declared_child: true}
        - {source_table: medical_insurance.enrolments, record_no: I1, person_key: P3, number_state: valid, number_holder_key: P1, birth_date: 2008-11-23, declared_child: false}
    expect:
      - anchor_record_no: E1
        person_key: P2
        number_age: 41
        evidence:
          - {source_table: civil_affairs.children, record_no: E1, what: 公民身份号码, value: 使用者是成年人, "on": 1985-05-05}
          - {source_table: civil_affairs.household_members, record_no: M1, what: 公民身份号码, value: 该号码的使用者, "on": null}
      - {anchor_record_no: I1, person_key: P3}
  - why: 本人今天满18周岁；台账儿童刚满18周岁未满19；号码的主人也是儿童；无效号归SF-01；其他部门的记录
    as_of: 2026-11-22
    given:
      person: [{person_key: P1, birth_date: 1985-05-05}, {person_key: P4, birth_date: 2007-11-23}, {person_key: P5, birth_date: 2012-01-01}]
      number_doubt:
        - {source_table: medical_insurance.enrolments, record_no: I1, person_key: P3, number_state: valid, number_holder_key: P1, birth_date: 2008-11-22}
        - {source_table: civil_affairs.children, record_no: E1, person_key: P4, number_state: valid, number_holder_key: P4, declared_child: true}
        - {source_table: civil_affairs.children, record_no: E2, person_key: P6, number_state: valid, number_holder_key: P5, declared_child: true}
        - {source_table: civil_affairs.children, record_no: E3, person_key: P6, number_state: invalid, declared_child: true}
        - {source_table: human_resources.pensions, record_no: N1, person_key: P3, number_state: valid, number_holder_key: P1, birth_date: 2010-01-01}
    expect: []
  - why: 儿童的记录归到谁只是“可能”，号码不是儿童的仍然成立
    as_of: 2026-11-22
    given:
      person: [{person_key: P1, birth_date: 1985-05-05}]
      number_doubt: [{source_table: civil_affairs.children, record_no: E1, person_key: P1, person_apart_key: P9, number_state: valid, number_holder_key: P1, declared_child: true}]
    expect: [{anchor_record_no: E1, certainty: certain}]
---*/
WITH minor AS (
    SELECT
        number_doubt.*,
        holder.birth_date AS number_birth,
        date_diff('year', holder.birth_date, night.as_of)
        - (strftime(holder.birth_date, '%m-%d') > strftime(night.as_of, '%m-%d'))::INTEGER AS number_age,
        -- a ledger may name somebody who has just come of age: one year is left for it
        number_doubt.declared_child AND holder.birth_date + to_years(19) <= night.as_of AS listed,
        number_doubt.birth_date + to_years(18) > night.as_of
        AND holder.birth_date + to_years(18) <= night.as_of AS born_a_child
    FROM number_doubt
    CROSS JOIN night
    INNER JOIN person AS holder ON number_doubt.number_holder_key = holder.person_key
    WHERE
        number_doubt.number_state IN ('valid', 'legacy15')
        AND number_doubt.source_table IN (
            'civil_affairs.household_members', 'civil_affairs.benefits', 'civil_affairs.children',
            'civil_affairs.deaths', 'medical_insurance.enrolments'
        )
)

SELECT
    minor.source_table AS anchor_table,
    minor.record_no AS anchor_record_no,
    minor.person_key,
    household_place.household_no,
    household_place.program,
    coalesce(household_place.division_code, minor.division_code) AS division_code,
    minor.table_label,
    minor.number_birth,
    minor.number_age,
    list_sort(list_concat(coalesce(number_use.uses, []), [{
        'source_table': minor.source_table, 'record_no': minor.record_no,
        'what': '公民身份号码', 'value': '使用者是成年人', 'on': minor.number_birth
    }])) AS evidence
FROM minor
-- rows in which the grown-up uses the number
LEFT JOIN number_use ON minor.number_holder_key = number_use.person_key
LEFT JOIN household_place ON minor.household_no = household_place.household_no
WHERE minor.listed OR minor.born_a_child
QUALIFY row_number() OVER (
    PARTITION BY minor.source_table, minor.record_no ORDER BY minor.person_role = 'child' DESC, minor.owner_index
) = 1
