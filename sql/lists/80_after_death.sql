-- 身后名单:已知死亡而仍在发、仍在保的,每位付款方的每条记录一行
-- Grain: (payer, source_table, record_no) of running whose person is dead.
WITH reported AS (
    SELECT
        death.person_key,
        death.source_table,
        death.record_no
    FROM death
    SEMI JOIN death_of ON death.person_key = death_of.person_key AND death.died_on = death_of.died_on
    QUALIFY row_number() OVER (PARTITION BY death.person_key ORDER BY death.source_table, death.record_no) = 1
)

SELECT
    running.payer,
    running.item,
    running.source_table,
    running.record_no,
    running.person_key,
    running.household_no,
    running.division_code,
    running.since,
    death_of.died_on,
    reported.source_table AS death_table,
    reported.record_no AS death_record_no,
    if(running.payer = '民政', coalesce(late.payments, 0), NULL) AS payments_after,
    if(running.payer = '民政', coalesce(late.paid_yuan, 0), NULL)::DECIMAL(18, 2) AS paid_after_yuan
FROM running
INNER JOIN death_of ON running.person_key = death_of.person_key
INNER JOIN reported ON running.person_key = reported.person_key
LEFT JOIN paid_after_death AS late ON running.person_key = late.person_key AND running.item = late.program
ORDER BY running.payer, running.source_table, running.record_no
