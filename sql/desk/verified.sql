-- Grain: household row that was verified: the outcome.
SELECT
    verification_results.program,
    verification_results.as_of,
    verification_results.members,
    verification_results.income_yuan_month,
    verification_results.income_per_head_yuan,
    verification_results.proposed_tier,
    verification_results.outcome,
    verification_results.reasons
FROM verification_results
WHERE verification_results.household_no = getvariable('household_no')
ORDER BY verification_results.program
