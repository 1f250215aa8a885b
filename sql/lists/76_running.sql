-- 死者名下在发、在保的各项:每位付款方的每条记录一行
-- Grain: (payer, source_table, record_no) of somebody known to be dead. A public rental is a home, not a payment, and is not listed. A
-- benefit that is granted no more but was paid after death is listed by its first such payment.
WITH paid AS (
    SELECT
        '民政' AS payer,
        program AS item,
        person_key,
        source_table,
        record_no,
        division_code,
        household_no,
        start_on AS since
    FROM active_benefit
    UNION ALL
    SELECT
        '民政' AS payer,
        late.program AS item,
        late.person_key,
        late.source_table,
        late.record_no,
        NULL AS division_code,
        late.household_no,
        late.since
    FROM paid_after_death AS late
    ANTI JOIN active_benefit ON late.person_key = active_benefit.person_key AND late.program = active_benefit.program
    UNION ALL
    SELECT
        '人社' AS payer,
        if(income.kind = 'pension', income.scheme || '养老金', '失业保险金') AS item,
        income.person_key,
        income.source_table,
        income.record_no,
        NULL AS division_code,
        NULL AS household_no,
        income.from_on AS since
    FROM income
    CROSS JOIN night
    WHERE
        -- an answer of another centre is no record of our payers
        income.source_table NOT LIKE 'exchange.%'
        -- told once more by itself: files of contributions are then not read at all
        AND income.kind IN ('pension', 'unemployment')
        AND (
            (income.kind = 'pension' AND income.status = '在发')
            OR (
                income.kind = 'unemployment' AND income.yuan_month > 0
                AND income.from_on <= night.as_of AND coalesce(income.until_on >= night.as_of, TRUE)
            )
        )
    UNION ALL
    SELECT
        '医保' AS payer,
        scheme || if(coalesce(subsidised_category, '无') = '无', '参保', '资助参保') AS item,
        person_key,
        source_table,
        record_no,
        division_code,
        NULL AS household_no,
        enrolled_on AS since
    FROM enrolment
    WHERE status = '正常参保'
    UNION ALL
    SELECT
        '住建' AS payer,
        '租赁补贴' AS item,
        rental.person_key,
        rental.source_table,
        rental.record_no,
        NULL AS division_code,
        NULL AS household_no,
        rental.start_on AS since
    FROM rental
    CROSS JOIN night
    WHERE rental.kind = '租赁补贴' AND rental.start_on <= night.as_of AND coalesce(rental.end_on >= night.as_of, TRUE)
)

SELECT paid.*
FROM paid
SEMI JOIN death_of ON paid.person_key = death_of.person_key
