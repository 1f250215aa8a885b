/*---
id: SJ-11
title: 复核超期
title_en: periodic check overdue
class: 数据质量
level: yellow
status: live
version: 1
needs: [civil_affairs.households]
reads: [active_household, policy, night]
parameters: []
parameters_if_given: [recheck_months_a, recheck_months_b, recheck_months_c]
authorisation: false
legal_basis:
  - 低保对象分类动态管理：A类每年、B类每半年、C类每季度复核 [S13] [S14]
false_positives:
  - {case: 已复核但日期未录入, check: 查看复核报告并补录日期}
  - {case: 分类已调整，按新类别尚未到期, check: 核对分类调整日期}
sentence: 最低生活保障家庭（{category_text}），{last_verified}，应至少每{months}个月复核一次。请安排复核。
examples:
  - why: A类和未分类超过12个月，B类超过6个月，C类超过3个月，以及从未核对
    as_of: 2026-11-22
    given:
      household:
        - {record_no: H1, household_no: J1, program: 最低生活保障, status: 在享, approved_on: 2024-01-01, category: A, last_verified_on: 2025-11-21}
        - {record_no: H2, household_no: J2, program: 最低生活保障, status: 在享, approved_on: 2024-01-01, last_verified_on: 2025-11-21}
        - {record_no: H3, household_no: J3, program: 最低生活保障, status: 在享, approved_on: 2024-01-01, category: B, last_verified_on: 2026-05-21}
        - {record_no: H4, household_no: J4, program: 最低生活保障, status: 在享, approved_on: 2024-01-01, category: C, last_verified_on: 2026-08-21}
        - {record_no: H5, household_no: J5, program: 最低生活保障, status: 在享, approved_on: 2026-11-22, category: C}
    expect:
      - {anchor_record_no: H1, person_key: null, household_no: J1, program: 最低生活保障, months: 12}
      - {anchor_record_no: H2, months: 12}
      - {anchor_record_no: H3, months: 6}
      - {anchor_record_no: H4, months: 3}
      - {anchor_record_no: H5, last_verified: 没有核对日期}
  - why: 恰好到期还不算超期；停发家庭和特困供养家庭不在本规则
    as_of: 2026-11-22
    given:
      household:
        - {household_no: J1, program: 最低生活保障, status: 在享, approved_on: 2024-01-01, category: A, last_verified_on: 2025-11-22}
        - {household_no: J2, program: 最低生活保障, status: 在享, approved_on: 2024-01-01, category: B, last_verified_on: 2026-05-22}
        - {household_no: J3, program: 最低生活保障, status: 在享, approved_on: 2024-01-01, category: C, last_verified_on: 2026-08-22}
        - {household_no: J4, program: 最低生活保障, status: 停发, approved_on: 2024-01-01}
        - {household_no: J5, program: 特困供养, status: 在享, approved_on: 2024-01-01}
    expect: []
  - why: 5月31日往前3个月以2月末为准
    as_of: 2026-05-31
    given:
      household:
        - {record_no: H1, household_no: J1, program: 最低生活保障, status: 在享, approved_on: 2024-01-01, category: C, last_verified_on: 2026-02-28}
        - {record_no: H2, household_no: J2, program: 最低生活保障, status: 在享, approved_on: 2024-01-01, category: C, last_verified_on: 2026-02-27}
    expect: [{anchor_record_no: H2}]
  - why: 当地写明C类每半年复核
    as_of: 2026-11-22
    policy: {recheck_months_c: 6}
    given: {household: [{household_no: J1, program: 最低生活保障, status: 在享, approved_on: 2024-01-01, category: C, last_verified_on: 2026-05-22}]}
    expect: []
---*/
WITH timed AS (
    SELECT
        active_household.*,
        -- where the place states none, those of the contract
        CASE active_household.category
            WHEN 'B' THEN coalesce(policy.recheck_months_b, 6)
            WHEN 'C' THEN coalesce(policy.recheck_months_c, 3)
            ELSE coalesce(policy.recheck_months_a, 12)
        END AS months
    FROM active_household
    LEFT JOIN policy
        ON active_household.locality = policy.locality AND coalesce(active_household.residence, '') = policy.residence
    WHERE active_household.program = '最低生活保障'
)

SELECT
    timed.source_table AS anchor_table,
    timed.record_no AS anchor_record_no,
    NULL::VARCHAR AS person_key,
    timed.household_no,
    timed.program,
    timed.division_code,
    timed.months,
    coalesce(timed.category || '类', '未分类') AS category_text,
    coalesce('上次核对在' || timed.last_verified_on::VARCHAR, '没有核对日期') AS last_verified,
    [{
        'source_table': timed.source_table, 'record_no': timed.record_no,
        'what': '上次核对日期', 'value': timed.last_verified_on::VARCHAR, 'on': timed.last_verified_on
    }] AS evidence
FROM timed
CROSS JOIN night
WHERE timed.last_verified_on IS NULL OR timed.last_verified_on < night.as_of - to_months(timed.months::INTEGER)
