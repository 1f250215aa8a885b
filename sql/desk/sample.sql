-- Households drawn without an alert and not yet looked at, below a division (empty: all). $1: the division's code.
SELECT
    recall_sample.sample_id,
    recall_sample.month,
    recall_sample.household_no,
    coalesce(recall_sample.program, '') AS program,
    coalesce(recall_sample.division_code, '') AS division_code,
    coalesce(divisions_now.full_name, recall_sample.division_code, '') AS place
FROM recall_sample
LEFT JOIN divisions_now ON recall_sample.division_code = divisions_now.code
WHERE recall_sample.result IS NULL AND starts_with(coalesce(recall_sample.division_code, ''), $1)
ORDER BY recall_sample.month, division_code, recall_sample.sample_id
