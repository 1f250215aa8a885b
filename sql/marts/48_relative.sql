-- 登记中的近亲属和同户人员：每人、每位亲属、每条依据的记录一行
-- Grain: (person_key, relative_key, source_table, record_no). tie: child (of the person, in the ledger of children), household
-- (both 共同生活 of one household, dead or not), spouse (the current one).
SELECT
    father_key AS person_key,
    person_key AS relative_key,
    'child' AS tie,
    source_table,
    record_no
FROM child
WHERE father_key IS NOT NULL
UNION ALL
SELECT
    mother_key AS person_key,
    person_key AS relative_key,
    'child' AS tie,
    source_table,
    record_no
FROM child
WHERE mother_key IS NOT NULL
UNION ALL
SELECT
    own.person_key,
    other.person_key AS relative_key,
    'household' AS tie,
    other.source_table,
    other.record_no
FROM member AS own
INNER JOIN member AS other ON own.household_no = other.household_no AND own.person_key <> other.person_key
WHERE own.member_kind = '共同生活' AND other.member_kind = '共同生活'
UNION ALL
SELECT
    person_key,
    partner_key AS relative_key,
    'spouse' AS tie,
    source_table,
    record_no
FROM current_spouse
