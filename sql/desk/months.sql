-- Grain: month of the verification, oldest first.
SELECT income_month.first_day
FROM mart.income_month
ORDER BY income_month.first_day
