-- 有效的残疾人证
-- Grain: disabilities row with status 有效 and not past valid_until (rules.md, CB-24).
SELECT disability_card.*
FROM disability_card
CROSS JOIN night
WHERE
    disability_card.status = '有效'
    AND (disability_card.valid_until IS NULL OR disability_card.valid_until >= night.as_of)
