/*---
name: divisions_now
chinese: 区划_现行
comment: 本夜有效的区划,每个代码一行
columns:
  code: 区划代码
  name: 名称
  full_name: 全称:从最上级起连写
  parent: 上级区划代码
---*/
WITH RECURSIVE night AS (
    SELECT max(as_of) AS as_of
    FROM runs
),

-- One row a code, should two spans overlap by mistake.
valid AS (
    SELECT
        divisions.code,
        min(divisions.name) AS name,
        min(divisions.parent) AS parent
    FROM divisions
    CROSS JOIN night
    WHERE
        coalesce(divisions.valid_from <= night.as_of, true)
        AND coalesce(divisions.valid_until > night.as_of, true)
    GROUP BY divisions.code
),

upward AS (
    SELECT
        code,
        name AS full_name,
        parent AS above,
        1 AS depth
    FROM valid
    UNION ALL
    SELECT
        upward.code,
        valid.name || upward.full_name AS full_name,
        valid.parent AS above,
        upward.depth + 1 AS depth
    FROM upward
    INNER JOIN valid ON upward.above = valid.code
    WHERE upward.depth < 6
)

SELECT
    valid.code,
    valid.name,
    max_by(upward.full_name, upward.depth) AS full_name,
    valid.parent
FROM valid
INNER JOIN upward ON valid.code = upward.code
GROUP BY valid.code, valid.name, valid.parent
