-- 家庭编号的所在地:每个家庭编号一行,供只写家庭编号的记录取政策和村居代码
-- Grain: household_no. Of several rows the active one, then the program order, then the smallest record_no.
SELECT
    household_no,
    record_no,
    program,
    division_code,
    locality,
    coalesce(residence, '') AS residence
FROM located_household
WHERE household_no IS NOT NULL
QUALIFY row_number() OVER (
    PARTITION BY household_no
    ORDER BY
        is_active DESC,
        list_position(['特困供养', '最低生活保障', '低保边缘', '刚性支出困难', '临时救助'], program) ASC,
        record_no ASC
) = 1
