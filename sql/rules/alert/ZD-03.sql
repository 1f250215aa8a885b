/*---
id: ZD-03
title: 主要劳动力死亡
title_en: breadwinner died
class: 主动发现
level: red
status: live
version: 1
needs:
  - civil_affairs.deaths
  - civil_affairs.children
  - civil_affairs.households
  - civil_affairs.household_members
  - civil_affairs.marriages
  - civil_affairs.disabilities
  - civil_affairs.benefits
reads: [death, person_alive, relative, card_in_force, aid_member, active_benefit, locality, policy, night]
parameters: [breadwinner_death_days, breadwinner_age_from, breadwinner_age_until, child_age, dependant_elder_age]
policy_by: row
authorisation: false
statutory_ground: 社会救助暂行办法关于主动发现的职责；只用民政自有的殡葬、婚姻、儿童、残疾和救助登记 [GK]
legal_basis:
  - 早发现、早介入困难家庭的工作要求 seed B
  - 年龄和天数为本系统设定 [PROP]
false_positives:
  - {case: 家庭经济条件较好, check: 电话慰问时了解，不申请的不再打扰}
  - {case: 死者生前并不供养家人, check: 询问家庭实际收入来源}
sentence: 家中一名{age}周岁的劳动力于{died_on}去世，留下{dependants}名尚未得到保障的家人（{kinds}）。请尽快上门了解困难，告知临时救助和其他救助政策。
township: 辖区内一户家庭的主要劳动力近期去世，家中有需要照顾的人。请尽快上门慰问，了解困难，告知救助政策。
examples:
  - why: 年龄上下限当天；儿童台账中的子女、同户的老人和重残者、重残的配偶
    as_of: 2026-11-22
    policy: &policy {breadwinner_death_days: 90, breadwinner_age_from: 18, breadwinner_age_until: 59, child_age: 18, dependant_elder_age: 60}
    given:
      person:
        - {person_key: P1, birth_date: 1966-11-02}
        - {person_key: P2, birth_date: 2008-11-01}
        - {person_key: P3, birth_date: 2008-11-23}
        - {person_key: P4, birth_date: 1966-11-22}
        - {person_key: P5, birth_date: 1966-11-23}
      death:
        - {record_no: X2, person_key: P1, died_on: 2026-11-01, division_code: 999901}
        - {record_no: X1, person_key: P1, died_on: 2026-11-01}
        - {record_no: X3, person_key: P2, died_on: 2026-11-01}
      child: [{person_key: P3, father_key: P1, category: 困境儿童}]
      member:
        - {record_no: M1, household_no: J1, person_key: P2, member_kind: 共同生活}
        - {record_no: M4, household_no: J1, person_key: P4, member_kind: 共同生活}
        - {record_no: M5, household_no: J1, person_key: P5, member_kind: 共同生活}
      marriage: [{record_no: W1, person_key: P1, partner_key: P6, event: 结婚登记, registered_on: 2000-01-01, side: husband}]
      disability_card: [{person_key: P6, grade: 二级, status: 有效}]
    expect:
      - {anchor_record_no: X1, person_key: P1, household_no: null, age: 59, dependants: 2, kinds: 未成年子女、重度残疾人}
      - {anchor_record_no: X3, person_key: P2, age: 18, dependants: 1, kinds: 老年人}
  - why: 恰在90天前去世；60周岁；不满18周岁
    as_of: 2026-11-22
    policy: *policy
    given:
      person: [{person_key: P1, birth_date: 1990-01-01}, {person_key: P2, birth_date: 1966-11-01}, {person_key: P3, birth_date: 2008-11-02}, {person_key: P4, birth_date: 2020-01-01}]
      death: [{person_key: P1, died_on: 2026-08-24}, {person_key: P2, died_on: 2026-11-01}, {person_key: P3, died_on: 2026-11-01}]
      child:
        - {record_no: C1, person_key: P4, father_key: P1, mother_key: P2, category: 困境儿童}
        - {record_no: C2, person_key: P4, father_key: P3, category: 困境儿童}
    expect: []
  - why: 家人都已在最低生活保障家庭或领取孤儿基本生活费；子女已成年
    as_of: 2026-11-22
    policy: *policy
    given:
      person: [{person_key: P1, birth_date: 1990-01-01}, {person_key: P3, birth_date: 2020-01-01}, {person_key: P4, birth_date: 2020-01-01}, {person_key: P5, birth_date: 2008-11-22}]
      death: [{person_key: P1, died_on: 2026-11-01}]
      child:
        - {person_key: P3, father_key: P1, category: 困境儿童}
        - {person_key: P4, mother_key: P1, category: 孤儿}
        - {person_key: P5, mother_key: P1, category: 困境儿童}
      household: [{household_no: J1, program: 最低生活保障, status: 在享, approved_on: 2026-01-01}]
      member: [{household_no: J1, person_key: P3, member_kind: 共同生活}]
      benefit: [{program: 孤儿基本生活费, person_key: P4, start_on: 2026-11-01}]
    expect: []
  - why: 低保边缘家庭的劳动力去世，孩子没有生活费，仍要上门
    as_of: 2026-11-22
    policy: *policy
    given:
      person: [{person_key: P1, birth_date: 1990-01-01}, {person_key: P3, birth_date: 2020-01-01}]
      death: [{record_no: X1, person_key: P1, died_on: 2026-11-22}]
      household: [{household_no: J1, program: 低保边缘, status: 在享, approved_on: 2026-01-01}]
      member: [{household_no: J1, person_key: P1, member_kind: 共同生活}, {household_no: J1, person_key: P3, member_kind: 共同生活}]
    expect: [{anchor_record_no: X1, kinds: 未成年人}]
  - why: 未成年人年龄未知，不运行
    as_of: 2026-11-22
    policy: {breadwinner_death_days: 90, breadwinner_age_from: 18, breadwinner_age_until: 59, dependant_elder_age: 60}
    given:
      person: [{person_key: P1, birth_date: 1990-01-01}, {person_key: P3, birth_date: 1950-01-01}]
      death: [{record_no: X1, person_key: P1, died_on: 2026-11-22}]
      member: [{household_no: J1, person_key: P1, member_kind: 共同生活}, {household_no: J1, person_key: P3, member_kind: 共同生活}]
    expect: []
---*/
WITH lost AS (
    SELECT
        death.*,
        person_alive.birth_date,
        policy.child_age,
        policy.dependant_elder_age
    FROM death
    CROSS JOIN night
    INNER JOIN person_alive ON death.person_key = person_alive.person_key AND death.died_on = person_alive.died_on
    INNER JOIN locality ON coalesce(death.division_code, '') = locality.division_code
    INNER JOIN policy ON locality.locality = policy.locality AND policy.residence = ''
    WHERE
        death.died_on > night.as_of - policy.breadwinner_death_days::INTEGER
        AND person_alive.birth_date + to_years(policy.breadwinner_age_from::INTEGER) <= death.died_on
        AND person_alive.birth_date + to_years((policy.breadwinner_age_until + 1)::INTEGER) > death.died_on
        AND policy.child_age IS NOT NULL AND policy.dependant_elder_age IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY death.person_key ORDER BY death.record_no) = 1
),

covered AS (
    SELECT person_key
    FROM aid_member
    WHERE program IN ('最低生活保障', '特困供养')
    UNION ALL
    SELECT person_key
    FROM active_benefit
    WHERE program IN ('孤儿基本生活费', '事实无人抚养儿童基本生活费')
),

dependant AS (
    SELECT
        relative.*,
        CASE
            WHEN person_alive.birth_date + to_years(lost.child_age::INTEGER) > night.as_of
                THEN if(relative.tie = 'child', '未成年子女', '未成年人')
            WHEN EXISTS (
                SELECT 1 FROM card_in_force
                WHERE card_in_force.person_key = relative.relative_key AND card_in_force.grade IN ('一级', '二级')
            ) THEN '重度残疾人'
            WHEN
                relative.tie = 'household'
                AND person_alive.birth_date + to_years(lost.dependant_elder_age::INTEGER) <= night.as_of
                THEN '老年人'
        END AS kind
    FROM relative
    CROSS JOIN night
    INNER JOIN lost ON relative.person_key = lost.person_key
    INNER JOIN person_alive ON relative.relative_key = person_alive.person_key AND person_alive.died_on IS NULL
    ANTI JOIN covered ON relative.relative_key = covered.person_key
)

SELECT
    lost.source_table AS anchor_table,
    lost.record_no AS anchor_record_no,
    lost.person_key,
    NULL::VARCHAR AS household_no,
    NULL::VARCHAR AS program,
    lost.division_code,
    lost.died_on,
    date_part('year', age(lost.died_on, lost.birth_date)) AS age,
    count(DISTINCT dependant.relative_key) AS dependants,
    list_sort(list(DISTINCT dependant.kind)) AS kinds,
    list_sort(list({
        'source_table': dependant.source_table, 'record_no': dependant.record_no,
        'what': '未得到保障的家人', 'value': dependant.kind, 'on': lost.died_on
    })) AS evidence
FROM lost
INNER JOIN dependant ON lost.person_key = dependant.person_key AND dependant.kind IS NOT NULL
GROUP BY ALL
