-- What the review desk keeps of every alert. Names come whole and are masked before they are kept.
WITH applicant AS (
    SELECT
        member.household_no,
        min(persons.name) AS name
    FROM fact.member
    INNER JOIN persons ON member.person_key = persons.person_key
    WHERE member.relation = '本人'
    GROUP BY member.household_no
)

SELECT
    alerts.alert_id,
    alerts.rule_id,
    coalesce(rules.class, '') AS rule_class,
    coalesce(rules.title, alerts.title) AS rule_title,
    alerts.rule_version,
    list_position(['red', 'yellow', 'blue'], alerts.level) AS level,
    alerts.confidence,
    alerts.state,
    alerts.life,
    alerts.shown,
    coalesce(alerts.held_back, '') AS held_back,
    coalesce(alerts.held_back_why, '') AS held_back_why,
    coalesce(rules.class IN ('漏保', '主动发现'), false) AS need,
    coalesce(alerts.program, '') AS program,
    coalesce(alerts.household_no, '') AS household_no,
    coalesce(alerts.person_key, '') AS person_key,
    coalesce(applicant.name, persons.name, '') AS who,
    coalesce(alerts.division_code, '') AS division_code,
    CASE WHEN length(alerts.division_code) >= 9 THEN left(alerts.division_code, 9) ELSE '' END AS township,
    coalesce(town.name, '') AS township_name,
    coalesce(village.full_name, '') AS place,
    alerts.title,
    alerts.explanation,
    alerts.township_text,
    coalesce(alerts.seen_change, alerts.changed_since_last, '') AS change,
    alerts.evidence_fingerprint,
    alerts.first_seen,
    alerts.opened_on,
    alerts.resolved_on,
    alerts.dispatched_on,
    coalesce(alerts.sheet_id, '') AS sheet_id,
    alerts.respond_by,
    alerts.close_by,
    list_position(['none', 'respond', 'close'], alerts.overdue) - 1 AS overdue,
    coalesce(alerts.escalation, '') AS escalation
FROM alerts
LEFT JOIN rules ON alerts.rule_id = rules.rule_id
LEFT JOIN applicant ON alerts.household_no = applicant.household_no
LEFT JOIN persons ON alerts.person_key = persons.person_key
LEFT JOIN divisions_now AS village ON alerts.division_code = village.code
LEFT JOIN divisions_now AS town ON length(alerts.division_code) >= 9 AND left(alerts.division_code, 9) = town.code
ORDER BY alerts.alert_id
