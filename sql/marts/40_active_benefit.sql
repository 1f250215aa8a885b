-- 在发待遇
-- Grain: benefit row (rules.md, "Active benefit"). item: the row as evidence of a rule names it.
SELECT
    benefit.*,
    {
        'source_table': benefit.source_table, 'record_no': benefit.record_no,
        'what': '在发待遇：' || benefit.program, 'value': benefit.monthly_yuan::VARCHAR, 'on': benefit.start_on
    } AS item
FROM benefit
CROSS JOIN night
WHERE benefit.start_on <= night.as_of AND (benefit.end_on IS NULL OR benefit.end_on > night.as_of)
