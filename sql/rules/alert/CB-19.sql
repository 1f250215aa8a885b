/*---
id: CB-19
title: 按在校学生计入的成年子女疑似已不在校
title_en: student no longer
class: 错保
level: blue
status: live
version: 1
needs:
  - civil_affairs.households
  - civil_affairs.household_members
  - civil_affairs.authorisations
  - civil_affairs.deaths
  - human_resources.contributions
reads: [aid_member, person, employee_contribution, policy, night]
parameters: [student_age_max, wage_months_min]
authorisation: true
legal_basis:
  - 最低生活保障审核确认办法（民发〔2021〕57号）：在校接受全日制本科及以下学历教育的成年子女为共同生活的家庭成员 [GK]
  - 年龄上限为本系统设定 [PROP]
false_positives:
  - {case: 研究生、休学复学或入学较晚，当地仍按在校计入, check: 查看学籍证明和当地规定}
  - {case: 实习、勤工俭学期间由单位缴费, check: 查看实习协议和学籍证明}
sentence: 申报在校的成年子女{reasons}。请查看学籍证明；已毕业的更正就业状况和收入后重新核算。
examples:
  - why: 满二十六周岁；最近三个整月有两个月由单位缴费
    as_of: 2026-11-22
    policy: &demo {student_age_max: 25, wage_months_min: 2}
    given: &family
      household: [{record_no: R1, household_no: H1, program: 最低生活保障, status: 在享, approved_on: 2025-01-01}]
      member:
        - {record_no: M1, household_no: H1, person_key: P1, relation: 子, member_kind: 共同生活, declared_work: 在校}
        - {record_no: M2, household_no: H1, person_key: P2, relation: 女, member_kind: 共同生活, declared_work: 在校}
      person: [{person_key: P1, birth_date: 2000-11-22}, {person_key: P2, birth_date: 2006-01-01}]
      authorisation:
        - {household_no: H1, person_key: P2, purpose: 社会救助, signed_on: 2025-01-01}
      income:
        - {record_no: C1, kind: contribution, scheme: 企业职工养老, status: 已缴, person_key: P2, month: 2026-10-01, yuan_month: "4000"}
        - {record_no: C2, kind: contribution, scheme: 企业职工养老, status: 补缴, person_key: P2, month: 2026-08-01, yuan_month: "4000"}
    expect:
      - {anchor_record_no: M1, person_key: P1, household_no: H1, program: 最低生活保障, reasons: 已超过25周岁, certainty: certain}
      - {anchor_record_no: M2, reasons: 最近三个整月中有2个月由单位缴纳养老保险}
  - why: 差一天满二十六周岁；只有一个月缴费；未成年；不是在校；没有授权的缴费不看
    as_of: 2026-11-22
    policy: *demo
    given:
      <<: *family
      member:
        - {household_no: H1, person_key: P1, relation: 子, member_kind: 共同生活, declared_work: 在校}
        - {household_no: H1, person_key: P2, relation: 女, member_kind: 共同生活, declared_work: 在校}
        - {household_no: H1, person_key: P3, relation: 女, member_kind: 共同生活, declared_work: 在校}
        - {household_no: H1, person_key: P4, relation: 子, member_kind: 共同生活, declared_work: 在业}
        - {household_no: H1, person_key: P5, relation: 本人, member_kind: 共同生活, declared_work: 在校}
      person:
        - {person_key: P1, birth_date: 2000-11-23}
        - {person_key: P2, birth_date: 2006-01-01}
        - {person_key: P3, birth_date: 2008-11-23}
        - {person_key: P4, birth_date: 1990-01-01}
        - {person_key: P5, birth_date: 1990-01-01}
      authorisation:
        - {household_no: H1, person_key: P2, purpose: 社会救助, signed_on: 2025-01-01}
        - {household_no: H1, person_key: P3, purpose: 社会救助, signed_on: 2025-01-01}
      income:
        - {kind: contribution, scheme: 企业职工养老, status: 已缴, person_key: P1, month: 2026-10-01, yuan_month: "4000"}
        - {kind: contribution, scheme: 企业职工养老, status: 已缴, person_key: P1, month: 2026-09-01, yuan_month: "4000"}
        - {kind: contribution, scheme: 企业职工养老, status: 已缴, person_key: P2, month: 2026-10-01, yuan_month: "4000"}
        - {kind: contribution, scheme: 企业职工养老, status: 欠缴, person_key: P2, month: 2026-09-01, yuan_month: "4000"}
        - {kind: contribution, scheme: 灵活就业养老, status: 已缴, person_key: P2, month: 2026-08-01, yuan_month: "4000"}
        - {kind: contribution, scheme: 企业职工养老, status: 已缴, person_key: P3, month: 2026-10-01, yuan_month: "4000"}
        - {kind: contribution, scheme: 企业职工养老, status: 已缴, person_key: P3, month: 2026-09-01, yuan_month: "4000"}
    expect: []
  - why: 年龄上限未知，不核算
    as_of: 2026-11-22
    policy: {wage_months_min: 2}
    given: *family
    expect: []
---*/
WITH student AS (
    SELECT
        aid_member.*,
        person.birth_date,
        person.birth_date + to_years(policy.student_age_max::INTEGER + 1) <= night.as_of AS too_old,
        policy.student_age_max,
        policy.wage_months_min
    FROM aid_member
    CROSS JOIN night
    INNER JOIN person ON aid_member.person_key = person.person_key
    INNER JOIN policy ON aid_member.locality = policy.locality AND aid_member.residence = policy.residence
    WHERE
        aid_member.relation IN ('子', '女') AND aid_member.declared_work = '在校'
        -- of age: Civil Code, article 17
        AND person.birth_date + to_years(18) <= night.as_of
        AND policy.student_age_max IS NOT NULL AND policy.wage_months_min IS NOT NULL
),

paid AS (
    SELECT
        student.record_no,
        count(DISTINCT income.month) AS months,
        list({
            'source_table': income.source_table, 'record_no': income.record_no,
            'what': income.scheme || '缴费', 'value': income.yuan_month::VARCHAR, 'on': income.month
        } ORDER BY income.month, income.source_table, income.record_no) AS evidence
    FROM student
    CROSS JOIN night
    INNER JOIN employee_contribution AS income ON student.person_key = income.person_key
    WHERE
        student.is_authorised
        AND income.status IN ('已缴', '补缴')
        AND income.month >= date_trunc('month', night.as_of) - to_months(3)
    GROUP BY student.record_no
)

SELECT
    'civil_affairs.household_members' AS anchor_table,
    student.record_no AS anchor_record_no,
    student.person_key,
    student.household_no,
    student.program,
    student.division_code,
    concat_ws(
        '；',
        if(student.too_old, '已超过' || student.student_age_max || '周岁', NULL),
        if(paid.months >= student.wage_months_min, '最近三个整月中有' || paid.months || '个月由单位缴纳养老保险', NULL)
    ) AS reasons,
    if(paid.months >= student.wage_months_min, paid.evidence, [{
        'source_table': 'civil_affairs.household_members', 'record_no': student.record_no,
        'what': '申报在校', 'value': '出生日期', 'on': student.birth_date
    }]) AS evidence
FROM student
LEFT JOIN paid ON student.record_no = paid.record_no
WHERE student.too_old OR paid.months >= student.wage_months_min
