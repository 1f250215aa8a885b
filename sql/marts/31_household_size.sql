-- 家庭人口数
-- Grain: household_no; members = n of rules.md, its counted rows.
SELECT
    household_no,
    count(*) AS members
FROM counted_member
GROUP BY household_no
