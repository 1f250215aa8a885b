-- 中心自己的政策参数(最短的区划前缀):一行,供数据来源的规则使用
-- Grain: one row, the root policy at residence ''. What is asked of deliveries does not differ from place to place.
SELECT policy.*
FROM policy
INNER JOIN locality ON policy.locality = locality.locality
WHERE locality.division_code = '' AND policy.residence = ''
