-- 号码的使用记录:民政在册记录中由号码使用者本人登记的各行,作为证据
-- Grain: person_key. uses: evidence, a list of {source_table, record_no, what, value, on}.
SELECT
    person_key,
    list({
        'source_table': source_table, 'record_no': record_no,
        'what': '公民身份号码', 'value': '该号码的使用者', 'on': NULL::DATE
    }) AS uses
FROM person_reference
WHERE number_holder_key = person_key
GROUP BY person_key
