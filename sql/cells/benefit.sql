-- 待遇类别
-- Grain: (person_key, program), past benefits too. Run in a published file.
SELECT DISTINCT
    person_key,
    program
FROM fact.benefit
ORDER BY ALL
