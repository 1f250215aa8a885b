-- Grain: property or purchase on record for people, as the rules on property see it.
SELECT DISTINCT
    asset.source_table,
    asset.record_no,
    asset.kind,
    asset.usage,
    asset.area_m2,
    asset.on_date
FROM fact.asset
WHERE
    asset.person_key IN (SELECT unnest(getvariable('people')))
    AND ((asset.kind = 'registered' AND asset.status = '现势') OR asset.kind = 'bought')
ORDER BY asset.on_date, asset.source_table, asset.record_no
