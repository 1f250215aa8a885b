-- What came in and went out each night, of alerts whose place begins with the given code. Grain: one night.
SELECT
    alert_events.night,
    count(*) FILTER (WHERE alert_events.event = 'appeared') AS appeared,
    count(*) FILTER (WHERE alert_events.event = 'reopened') AS reopened,
    count(*) FILTER (WHERE alert_events.event = 'resolved') AS resolved
FROM alert_events
INNER JOIN alerts ON alert_events.alert_id = alerts.alert_id
WHERE coalesce(alerts.division_code, '') LIKE $1 || '%'
GROUP BY alert_events.night
ORDER BY alert_events.night DESC
LIMIT 30
