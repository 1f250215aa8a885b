-- 登记失业者及其现配偶
-- Grain: person_key.
WITH registered AS (
    SELECT DISTINCT person_key
    FROM income
    WHERE kind = 'unemployment'
)

SELECT person_key
FROM registered
UNION
SELECT current_spouse.partner_key AS person_key
FROM current_spouse
SEMI JOIN registered ON current_spouse.person_key = registered.person_key
