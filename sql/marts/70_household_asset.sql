-- 家庭财产:需核算家庭中已授权成员名下的现势不动产和买受合同,每户每条记录一行
-- Grain: (household_no, source_table, record_no). A record with several owners of one household counts once.
SELECT DISTINCT
    authorised_member.household_no,
    asset.source_table,
    asset.record_no,
    asset.kind,
    asset.unit_no,
    asset.usage,
    asset.area_m2,
    asset.on_date,
    asset.acquired_by,
    asset.built_on
FROM asset
INNER JOIN authorised_member ON asset.person_key = authorised_member.person_key
SEMI JOIN assessed_household ON authorised_member.household_no = assessed_household.household_no
WHERE (asset.kind = 'registered' AND asset.status = '现势') OR asset.kind = 'bought'
