/*---
id: SF-04
title: 同名同生日不同证
title_en: same name and birth date, other number
class: 身份
level: blue
status: live
version: 1
needs:
  - civil_affairs.household_members
  - civil_affairs.authorisations
  - civil_affairs.benefits
  - civil_affairs.payments
  - civil_affairs.marriages
  - civil_affairs.deaths
  - civil_affairs.staff_relatives
  - civil_affairs.village_officials
  - civil_affairs.temporary_aid
  - civil_affairs.disabilities
  - civil_affairs.children
  - civil_affairs.elder_care
  - medical_insurance.enrolments
  - medical_insurance.settlements
  - housing.properties
  - housing.rentals
  - housing.sale_contracts
  - human_resources.contributions
  - human_resources.pensions
  - human_resources.unemployment
  - human_resources.employments
reads: [number_doubt, person, number_use, person_on_record, household_place]
parameters: []
authorisation: false
statutory_ground: 国办发〔2023〕39号关于低收入人口信息共享的要求；其他部门的记录只看民政在册人员的证号是否写对，不看其内容 [GK]
legal_basis:
  - 公民身份号码（GB 11643）：一人一号
  - 重号、错号更正后旧号码仍留在其他档案中 [S78]
false_positives:
  - {case: 同名同日出生的另一人, check: 核对证件原件和户籍地，确认是两人的不再处理}
  - {case: 十五位号升位时更正过出生日期或顺序码, check: 请公安部门出具号码变更证明，补登旧号}
sentence: "{table_label}中的公民身份号码是{number_label}，另有{others}人与本条姓名、出生日期相同而号码不同。请核对证件原件，是同一人的统一号码。"
examples:
  - why: 十五位号和无效号；性别未填写不妨碍
    as_of: 2026-11-22
    given:
      person:
        - {person_key: P1, name: 甲, birth_date: 1960-01-01, sex: 男, id_number: n1}
        - {person_key: P2, name: 乙, birth_date: 1970-02-02, sex: 女, id_number: n2}
      person_reference: [{source_table: civil_affairs.benefits, record_no: B2, person_key: P2, number_state: valid, number_holder_key: P2}]
      number_doubt:
        - {record_no: M1, person_key: P8, number_state: legacy15, number_holder_key: P8, name: 甲, birth_date: 1960-01-01, sex: 男}
        - {record_no: M2, person_key: P2, number_state: invalid, name: 乙, birth_date: 1970-02-02}
    expect:
      - {anchor_record_no: M1, person_key: P8, number_label: 15位旧号, others: 1, certainty: certain}
      - anchor_record_no: M2
        person_key: P2
        number_label: 无效号码
        evidence:
          - {source_table: civil_affairs.benefits, record_no: B2, what: 公民身份号码, value: 该号码的使用者, "on": null}
          - {source_table: civil_affairs.household_members, record_no: M2, what: 公民身份号码, value: 无效号码, "on": null}
  - why: 十五位号就是该人的；性别不同；对方没有号码；更正一位即相符的归SF-02；婚姻登记中不在册的人；生日差一天
    as_of: 2026-11-22
    given:
      person:
        - {person_key: P1, name: 甲, birth_date: 1960-01-01, sex: 男, id_number: n1}
        - {person_key: P2, name: 乙, birth_date: 1970-02-02, sex: 女}
      number_doubt:
        - {record_no: M1, person_key: P1, number_state: legacy15, number_holder_key: P1, name: 甲, birth_date: 1960-01-01}
        - {record_no: M2, person_key: P8, number_state: invalid, name: 甲, birth_date: 1960-01-01, sex: 女}
        - {record_no: M3, person_key: P8, number_state: invalid, name: 乙, birth_date: 1970-02-02}
        - {record_no: M4, person_key: P8, number_state: invalid, candidate_key: P8, name: 甲, birth_date: 1960-01-01}
        - {record_no: M5, person_key: P8, number_state: invalid, name: 甲, birth_date: 1960-01-02}
        - {source_table: civil_affairs.marriages, record_no: O1, person_key: P8, number_state: invalid, name: 甲, birth_date: 1960-01-01}
    expect: []
  - why: 同一表中每个同名者只报流水号最小的一条；与他的关联只是“可能”，疑问本身仍然成立
    as_of: 2026-11-22
    given:
      person: [{person_key: P1, name: 甲, birth_date: 1960-01-01, id_number: n1}]
      member: [{person_key: P1}]
      number_doubt:
        - {source_table: housing.properties, record_no: O2, person_key: P1, person_apart_key: P9, number_state: invalid, name: 甲, birth_date: 1960-01-01}
        - {source_table: housing.properties, record_no: O1, person_key: P7, number_state: invalid, name: 甲, birth_date: 1960-01-01}
    expect: [{anchor_record_no: O1, certainty: certain}]
---*/
WITH namesake AS (
    SELECT
        number_doubt.*,
        person.person_key AS other_key
    FROM number_doubt
    INNER JOIN person ON number_doubt.name = person.name AND number_doubt.birth_date = person.birth_date
    WHERE
        number_doubt.number_state IN ('invalid', 'legacy15')
        AND number_doubt.candidate_key IS NULL
        AND person.id_number IS NOT NULL
        AND person.person_key IS DISTINCT FROM number_doubt.number_holder_key
        AND coalesce(number_doubt.sex = person.sex, TRUE)
        AND (
            (
                starts_with(number_doubt.source_table, 'civil_affairs.')
                AND number_doubt.source_table <> 'civil_affairs.marriages'
            )
            OR person.person_key IN (SELECT known.person_key FROM person_on_record AS known)
        )
    QUALIFY row_number() OVER (
        PARTITION BY number_doubt.source_table, person.person_key
        ORDER BY number_doubt.record_no, number_doubt.owner_index
    ) = 1
),

-- rows in which the namesakes use their numbers
used AS (
    SELECT
        namesake.source_table,
        namesake.record_no,
        list_distinct(flatten(list(number_use.uses))) AS items
    FROM namesake
    INNER JOIN number_use ON namesake.other_key = number_use.person_key
    GROUP BY namesake.source_table, namesake.record_no
)

SELECT
    namesake.source_table AS anchor_table,
    namesake.record_no AS anchor_record_no,
    namesake.person_key,
    household_place.household_no,
    household_place.program,
    coalesce(household_place.division_code, namesake.division_code) AS division_code,
    namesake.table_label,
    CASE namesake.number_state WHEN 'legacy15' THEN '15位旧号' ELSE '无效号码' END AS number_label,
    count(*) OVER (PARTITION BY namesake.source_table, namesake.record_no) AS others,
    list_sort(list_concat(coalesce(used.items, []), [{
        'source_table': namesake.source_table, 'record_no': namesake.record_no, 'what': '公民身份号码',
        'value': CASE namesake.number_state WHEN 'legacy15' THEN '15位旧号' ELSE '无效号码' END, 'on': NULL::DATE
    }])) AS evidence
FROM namesake
LEFT JOIN used ON namesake.source_table = used.source_table AND namesake.record_no = used.record_no
LEFT JOIN household_place ON namesake.household_no = household_place.household_no
QUALIFY row_number() OVER (
    PARTITION BY namesake.source_table, namesake.record_no ORDER BY namesake.owner_index, namesake.other_key
) = 1
