-- 从未交付数据的部门
-- Grain: one row in all; labels is an empty list when every department has delivered.
WITH missing AS (
    SELECT
        department,
        CASE department
            WHEN 'civil_affairs' THEN '民政'
            WHEN 'medical_insurance' THEN '医保'
            WHEN 'housing' THEN '住建'
            WHEN 'human_resources' THEN '人社'
            ELSE department
        END AS label
    FROM department
    WHERE NOT delivered
)

SELECT coalesce(list(label ORDER BY department), []) AS labels
FROM missing
