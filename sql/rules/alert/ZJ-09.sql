/*---
id: ZJ-09
title: 发放给非本人账户
title_en: payee is not the holder
class: 资金
level: yellow
status: live
version: 1
needs: [civil_affairs.benefits, civil_affairs.households, civil_affairs.household_members, civil_affairs.children]
reads: [active_benefit, active_household, member, child, person, household_place, night]
parameters: []
authorisation: false
legal_basis:
  - 惠民惠农财政补贴资金“一卡通”管理规定：补贴发放到本人或监护人账户 [S108]
false_positives:
  - {case: 监护人依规代领，监护关系未登记, check: 核对监护证明和代领委托书，补登监护人}
  - {case: 户名与姓名只是异体字、曾用名或录入之差, check: 核对存折户名和身份证}
  - {case: 机构统一账户, check: 核对机构名册和入住协议}
  - {case: 户名是经办人员或村干部, check: 核对身份；属实的按代持账户另行处理}
sentence: "{benefit}在发，收款账户的户名不是领取人本人，也不是户主或登记的监护人。请核对账户和代领手续。"
examples:
  - why: 户名是外人；人口较多的户里，配偶也不是户主
    as_of: 2026-11-22
    given:
      household: [{household_no: J1, program: 最低生活保障, status: 在享, approved_on: 2026-01-01, division_code: 999901001001}]
      person: &people
        - {person_key: P1, name: 王 一, birth_date: 1950-01-01}
        - {person_key: P2, name: 王二, birth_date: 1952-01-01}
        - {person_key: P3, name: 古丽·买提, birth_date: 1960-01-01}
        - {person_key: P4, name: 王四, birth_date: 2015-01-01}
        - {person_key: P5, name: 王五, birth_date: 1980-01-01}
      member:
        - {record_no: M1, household_no: J1, person_key: P1, relation: 本人, member_kind: 共同生活}
        - {record_no: M2, household_no: J1, person_key: P2, relation: 配偶, member_kind: 共同生活}
      benefit:
        - {record_no: B1, program: 高龄津贴, person_key: P3, account_holder: 李外人, start_on: 2026-01-01, division_code: 999902}
        - {record_no: B2, program: 最低生活保障, person_key: P1, household_no: J1, account_holder: 王二, start_on: 2026-01-01}
    expect:
      - {anchor_record_no: B1, person_key: P3, household_no: null, division_code: 999902}
      - {anchor_record_no: B2, household_no: J1, program: 最低生活保障, division_code: 999901001001}
  - why: 户名就是本人（空格、间隔号之差）；是在享家庭的户主；是台账上的父母；没有填户名；集中供养由机构代管
    as_of: 2026-11-22
    given:
      household: [{household_no: J1, program: 低保边缘, status: 在享, approved_on: 2026-01-01}]
      person: *people
      member:
        - {household_no: J1, person_key: P1, relation: 本人, member_kind: 共同生活}
        - {household_no: J1, person_key: P2, relation: 配偶, member_kind: 共同生活}
      child: [{person_key: P4, father_key: P5, category: 困境儿童}]
      benefit:
        - {program: 高龄津贴, person_key: P3, account_holder: 古丽•买提, start_on: 2026-01-01}
        - {program: 高龄津贴, person_key: P1, account_holder: 王一, start_on: 2026-01-01}
        - {program: 高龄津贴, person_key: P2, account_holder: 王一, start_on: 2026-01-01}
        - {program: 困难残疾人生活补贴, person_key: P4, account_holder: 王五, start_on: 2026-01-01}
        - {program: 高龄津贴, person_key: P5, start_on: 2026-01-01}
        - {program: 特困供养, person_key: P5, account_holder: 示例福利院, support_mode: 集中, start_on: 2026-01-01}
    expect: []
  - why: 未成年人没有登记监护人的不问；登记了而户名是别人的才问
    as_of: 2026-11-22
    given:
      person: [{person_key: P1, name: 甲, birth_date: 2015-01-01}, {person_key: P2, name: 乙, birth_date: 2015-01-01}, {person_key: P3, name: 丙, birth_date: 2015-01-01}]
      child:
        - {record_no: C2, person_key: P2, category: 孤儿, guardian_name: 张三}
        - {record_no: C3, person_key: P3, category: 孤儿, guardian_name: 赵六}
      benefit:
        - {record_no: B1, program: 孤儿基本生活费, person_key: P1, account_holder: 张三, start_on: 2026-01-01}
        - {record_no: B2, program: 孤儿基本生活费, person_key: P2, account_holder: 张三, start_on: 2026-01-01}
        - {record_no: B3, program: 孤儿基本生活费, person_key: P3, account_holder: 张三, start_on: 2026-01-01}
    expect:
      - anchor_record_no: B3
        evidence:
          - {source_table: civil_affairs.benefits, record_no: B3, what: 户名不是领取人的在发待遇：孤儿基本生活费, value: null, "on": 2026-01-01}
          - {source_table: civil_affairs.children, record_no: C3, what: 台账登记了另外的监护人, value: null, "on": null}
---*/
WITH named AS (
    SELECT
        person_key,
        birth_date,
        regexp_replace(name, '[\s·•‧・.]', '', 'g') AS bare_name
    FROM person
),

allowed_name AS ( -- of the head of an active household of the payee, of the parents or the guardian in the ledger
    SELECT
        member.person_key,
        named.bare_name
    FROM member
    SEMI JOIN active_household ON member.household_no = active_household.household_no
    INNER JOIN member AS head ON member.household_no = head.household_no AND head.relation = '本人'
    INNER JOIN named ON head.person_key = named.person_key
    UNION
    SELECT
        child.person_key,
        named.bare_name
    FROM child
    INNER JOIN named ON child.father_key = named.person_key
    UNION
    SELECT
        child.person_key,
        named.bare_name
    FROM child
    INNER JOIN named ON child.mother_key = named.person_key
    UNION
    SELECT
        person_key,
        regexp_replace(guardian_name, '[\s·•‧・.]', '', 'g') AS bare_name
    FROM child
    WHERE guardian_name IS NOT NULL
),

held AS (
    SELECT
        active_benefit.*,
        named.bare_name,
        coalesce(named.birth_date + to_years(18) > night.as_of, FALSE) AS is_minor,
        regexp_replace(active_benefit.name, '[\s·•‧・.]', '', 'g') AS own_name,
        regexp_replace(active_benefit.account_holder, '[\s·•‧・.]', '', 'g') AS holder_name
    FROM active_benefit
    CROSS JOIN night
    LEFT JOIN named ON active_benefit.person_key = named.person_key
    WHERE active_benefit.account_holder NOT LIKE '%*%' AND coalesce(active_benefit.support_mode, '') <> '集中'
),

guardian AS (
    SELECT
        person_key,
        list_sort(list({
            'source_table': source_table, 'record_no': record_no,
            'what': '台账登记了另外的监护人', 'value': NULL::VARCHAR, 'on': registered_on
        })) AS items
    FROM child
    WHERE guardian_name IS NOT NULL
    GROUP BY person_key
)

SELECT
    held.source_table AS anchor_table,
    held.record_no AS anchor_record_no,
    held.person_key,
    household_place.household_no,
    household_place.program,
    coalesce(household_place.division_code, held.division_code) AS division_code,
    held.program AS benefit,
    list_concat([{
        'source_table': held.source_table, 'record_no': held.record_no,
        'what': '户名不是领取人的在发待遇：' || held.program, 'value': held.monthly_yuan::VARCHAR, 'on': held.start_on
    }], guardian.items) AS evidence
FROM held
LEFT JOIN guardian ON held.person_key = guardian.person_key
LEFT JOIN household_place ON held.household_no = household_place.household_no
ANTI JOIN allowed_name ON held.person_key = allowed_name.person_key AND held.holder_name = allowed_name.bare_name
WHERE
    held.holder_name <> coalesce(held.own_name, held.bare_name) AND held.holder_name <> coalesce(held.bare_name, held.own_name)
    AND (NOT held.is_minor OR guardian.items IS NOT NULL)
