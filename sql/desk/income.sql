-- Grain: counted income of a person, month, kind and record in the last twelve full months.
SELECT
    income_part.person_key,
    income_part.kind,
    income_part.source_table,
    income_part.record_no,
    income_part.month,
    income_part.yuan_month
FROM mart.income_part
WHERE income_part.person_key IN (SELECT unnest(getvariable('people')))
ORDER BY income_part.month, income_part.person_key, income_part.kind, income_part.source_table, income_part.record_no
