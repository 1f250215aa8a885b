-- Where households of given numbers are registered. $1: the numbers.
SELECT DISTINCT
    household_no,
    coalesce(division_code, '') AS division_code
FROM fact.household
WHERE list_contains($1, household_no)
ORDER BY household_no, division_code
