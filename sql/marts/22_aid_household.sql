-- 在享家庭:特困供养、最低生活保障、低保边缘、刚性支出困难
-- Grain: household row. program_rank is the order in which the program of a member's finding is chosen.
SELECT
    *,
    list_position(['特困供养', '最低生活保障', '低保边缘', '刚性支出困难'], program) AS program_rank
FROM active_household
WHERE program IN ('特困供养', '最低生活保障', '低保边缘', '刚性支出困难')
