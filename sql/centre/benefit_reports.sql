-- 在发待遇与核对报告:最低生活保障、特困供养的在发待遇,每条发放对象记录一行
-- Grain: benefit row in payment. Its household is found by its number, else by the person among the members of a household of the
-- same program; report_state as in report_status, no_household where no such household is on aid.
WITH of_person AS (
    SELECT
        person_key,
        program,
        min(household_no) AS household_no
    FROM aid_member
    GROUP BY person_key, program
),

named AS (
    SELECT
        active_benefit.*,
        coalesce(active_benefit.household_no, of_person.household_no) AS found_no
    FROM active_benefit
    LEFT JOIN of_person
        ON active_benefit.person_key = of_person.person_key AND active_benefit.program = of_person.program
    WHERE active_benefit.program IN ('最低生活保障', '特困供养')
),

-- Of two rows of one household in one program, the one whose report holds longest.
homes AS (
    SELECT *
    FROM report_status
    QUALIFY
        row_number() OVER (PARTITION BY household_no, program ORDER BY report_until DESC NULLS LAST, record_no ASC) = 1
)

SELECT
    named.source_table,
    named.record_no,
    named.program,
    named.found_no AS household_no,
    coalesce(named.division_code, homes.division_code) AS division_code,
    named.monthly_yuan,
    named.start_on,
    coalesce(homes.report_state, 'no_household') AS report_state,
    homes.report_until
FROM named
LEFT JOIN homes ON named.found_no = homes.household_no AND named.program = homes.program
ORDER BY named.program, named.record_no
