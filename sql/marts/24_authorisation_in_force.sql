-- 核对日有效的社会救助核对授权
-- Grain: authorisations row (rules.md, "Authorised member").
SELECT authorisation.*
FROM authorisation
CROSS JOIN night
WHERE
    authorisation.purpose = '社会救助'
    AND authorisation.signed_on <= night.as_of
    AND (authorisation.valid_until IS NULL OR authorisation.valid_until >= night.as_of)
    AND (authorisation.revoked_on IS NULL OR authorisation.revoked_on > night.as_of)
