-- What staff's decisions said of each rule, of alerts whose place begins with the given code. Grain: one rule.
-- Of several decisions on an alert the last that stands counts. $2, $3: the codes that say confirmed and not confirmed
-- (transforms/decisions/codes.py); the others say neither.
WITH counting AS (
    SELECT
        decisions.alert_id,
        max_by(decisions.disposition, (decisions.decided_on, decisions.decision_id)) AS disposition
    FROM decisions
    WHERE decisions.standing NOT IN ('superseded', 'refused', 'unsigned', 'suspended')
    GROUP BY decisions.alert_id
)

SELECT
    alerts.rule_id,
    count(*) AS fired,
    count(counting.alert_id) AS decided,
    count(*) FILTER (WHERE list_contains($2, counting.disposition)) AS confirmed,
    count(*) FILTER (WHERE list_contains($3, counting.disposition)) AS not_confirmed
FROM alerts
LEFT JOIN counting ON alerts.alert_id = counting.alert_id
WHERE coalesce(alerts.division_code, '') LIKE $1 || '%'
GROUP BY alerts.rule_id
ORDER BY alerts.rule_id
