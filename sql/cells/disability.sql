-- 残疾类别
-- Grain: (person_key, category), of valid cards. Run in a published file.
SELECT DISTINCT
    person_key,
    category
FROM fact.disability_card
WHERE status = '有效'
ORDER BY ALL
