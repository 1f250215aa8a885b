-- 救助类别一页:每个救助类别一行
-- Grain: program of a household on aid or applying. scorecard_month: from_on, the first day of the month, and until_on, of the next.
WITH homes AS (
    SELECT
        report_status.program,
        count(*) AS households,
        count(*) FILTER (
            WHERE report_status.approved_on >= scorecard_month.from_on AND report_status.approved_on < scorecard_month.until_on
        ) AS approved,
        count(*) FILTER (WHERE report_status.first_check IN ('late', 'stale', 'missing')) AS unverified,
        count(*) FILTER (WHERE report_status.recheck IN ('overdue', 'never')) AS rechecks_overdue,
        count(*) FILTER (WHERE report_status.report_state = 'valid') AS valid_reports,
        count(*) FILTER (WHERE report_status.report_state = 'not_delivered') AS unknown
    FROM report_status
    CROSS JOIN scorecard_month
    GROUP BY report_status.program
),

judged AS (
    SELECT
        program,
        count(*) FILTER (WHERE outcome = 'pass') AS passed,
        count(*) FILTER (WHERE outcome = 'fail') AS failed,
        count(*) FILTER (WHERE outcome = 'needs_review') AS needs_review,
        count(*) FILTER (WHERE outcome = 'not_assessable') AS not_assessable,
        count(*) FILTER (WHERE next_tier = '低保边缘') AS next_edge,
        count(*) FILTER (WHERE next_tier = '刚性支出困难') AS next_rigid,
        count(*) FILTER (WHERE next_tier = '其他') AS next_other
    FROM verification_results
    GROUP BY program
),

paid AS (
    SELECT
        program,
        count(*) AS in_payment,
        sum(monthly_yuan)::DECIMAL(18, 2) AS monthly_yuan
    FROM benefit_reports
    GROUP BY program
),

-- applicants of a program in which nobody is on aid yet are judged too
programs AS (
    SELECT program FROM homes
    UNION
    SELECT program FROM judged
    UNION
    SELECT program FROM paid
)

SELECT
    programs.program,
    coalesce(homes.households, 0) AS households,
    coalesce(homes.approved, 0) AS approved,
    coalesce(homes.unverified, 0) AS unverified,
    coalesce(homes.rechecks_overdue, 0) AS rechecks_overdue,
    coalesce(homes.valid_reports, 0) AS valid_reports,
    if(homes.unknown > 0, NULL, (homes.valid_reports * 1000 // homes.households * 0.1)::DECIMAL(5, 1)) AS valid_percent,
    judged.passed,
    judged.failed,
    judged.needs_review,
    judged.not_assessable,
    judged.next_edge,
    judged.next_rigid,
    judged.next_other,
    paid.in_payment,
    paid.monthly_yuan
FROM programs
LEFT JOIN homes ON programs.program = homes.program
LEFT JOIN judged ON programs.program = judged.program
LEFT JOIN paid ON programs.program = paid.program
ORDER BY list_position(['特困供养', '最低生活保障', '低保边缘', '刚性支出困难'], programs.program) NULLS LAST, programs.program
