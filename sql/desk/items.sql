-- Grain: item of a verified household row.
SELECT
    verification_items.program,
    verification_items.item,
    verification_items.amount_yuan,
    verification_items.value
FROM verification_items
WHERE verification_items.household_no = getvariable('household_no')
ORDER BY verification_items.program, verification_items.item
