-- 交付中有问题的行,一张表一种问题一条,写成规则要的样子
-- Grain: (anchor_table, anchor_record_no), what `row_check` counts. It is of no person and no place.
SELECT
    source_table AS anchor_table,
    check_name AS anchor_record_no,
    check_kind,
    NULL::VARCHAR AS person_key,
    NULL::VARCHAR AS household_no,
    NULL::VARCHAR AS program,
    NULL::VARCHAR AS division_code,
    label,
    batch_date,
    told,
    rows,
    rows_hit,
    -- by powers of ten, so that a few rows more or less do not undo what staff have said of it
    [{
        'source_table': source_table, 'record_no': check_name, 'what': told,
        'value': '不足1' || repeat('0', length(rows_hit::VARCHAR)) || '行', 'on': NULL::DATE
    }] AS evidence
FROM row_check
