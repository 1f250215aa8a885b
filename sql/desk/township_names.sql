-- Names of townships and streets: code of nine digits, full name. A township that is only known by its villages
-- is named by what their full names begin with.
SELECT
    code,
    full_name
FROM divisions_now
WHERE length(code) = 9 AND full_name <> ''
UNION
SELECT
    parent AS code,
    max(left(full_name, length(full_name) - length(name))) AS full_name
FROM divisions_now
WHERE
    length(parent) = 9
    AND full_name <> name
    AND ends_with(full_name, name)
    AND parent NOT IN (SELECT code FROM divisions_now)
GROUP BY parent
ORDER BY code
