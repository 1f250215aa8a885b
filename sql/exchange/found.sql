-- What this centre holds of the people asked about, one row a record, by item.
-- Grain: (person_key, item, source_table, record_no). Run in a published file; asked_person: keys of the people asked about and authorised.
WITH night AS (
    SELECT max(as_of) AS as_of
    FROM runs
),

found AS (
    SELECT
        person_key,
        '不动产' AS item,
        source_table,
        record_no,
        status AS state,
        on_date AS from_on,
        ended_on AS until_on,
        unit_no,
        usage,
        area_m2,
        share_percent
    FROM fact.asset
    WHERE kind = 'registered' AND status = '现势'
    UNION ALL BY NAME
    SELECT
        income.person_key,
        CASE income.kind WHEN 'pension' THEN '养老金' WHEN 'contribution' THEN '社会保险缴费' ELSE '就业登记' END AS item,
        income.source_table,
        income.record_no,
        income.scheme AS category,
        income.status AS state,
        income.employer,
        income.from_on,
        income.until_on,
        income.month,
        income.yuan_month
    FROM fact.income
    CROSS JOIN night
    WHERE
        income.kind = 'pension'
        OR (income.kind = 'employment' AND (income.until_on IS NULL OR income.until_on >= night.as_of - to_months(12)))
        OR (income.kind = 'contribution' AND income.month >= date_trunc('month', night.as_of) - to_months(12))
    UNION ALL BY NAME
    SELECT
        person_key,
        '死亡' AS item,
        source_table,
        record_no,
        died_on
    FROM fact.death
    UNION ALL BY NAME
    SELECT
        benefit.person_key,
        '救助待遇' AS item,
        benefit.source_table,
        benefit.record_no,
        benefit.program AS category,
        '在发' AS state,
        benefit.start_on AS from_on,
        benefit.end_on AS until_on,
        benefit.monthly_yuan AS yuan_month
    FROM fact.benefit
    CROSS JOIN night
    WHERE benefit.start_on <= night.as_of AND (benefit.end_on IS NULL OR benefit.end_on > night.as_of)
)

SELECT
    found.*,
    -- one likely reference of the record to the person is enough to doubt it
    bool_and(links.certainty = 'certain') AS certain
FROM found
SEMI JOIN asked_person ON found.person_key = asked_person.person_key
INNER JOIN identity_links AS links
    ON
    found.person_key = links.person_key AND found.record_no = links.record_no
    AND found.source_table = links.department || '.' || links.table_name
-- what another centre told us is not ours to tell
WHERE links.department <> 'exchange'
GROUP BY ALL
ORDER BY ALL
