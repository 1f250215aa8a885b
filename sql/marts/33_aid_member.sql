-- 在享救助家庭的计入成员,带所在家庭:每条家庭成员记录一行
-- Grain: household_members row. Of several programs under one household_no the first in program order.
SELECT
    counted_member.*,
    aid_household.record_no AS household_record_no,
    aid_household.program,
    aid_household.division_code,
    aid_household.locality,
    coalesce(aid_household.residence, '') AS residence,
    authorised_member.record_no IS NOT NULL AS is_authorised
FROM counted_member
INNER JOIN aid_household ON counted_member.household_no = aid_household.household_no
LEFT JOIN authorised_member ON counted_member.record_no = authorised_member.record_no
QUALIFY row_number() OVER (
    PARTITION BY counted_member.record_no ORDER BY aid_household.program_rank, aid_household.record_no
) = 1
