-- Up to which batch each delivered table is in force.
-- Grain: delivered table. Run in a published file.
SELECT
    department || '.' || table_name AS source_table,
    max(batch_date) AS newest
FROM feeds
WHERE status IN ('accepted', 'unchanged')
GROUP BY ALL
ORDER BY ALL
