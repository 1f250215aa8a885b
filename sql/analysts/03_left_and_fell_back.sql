/*---
topic: 救助对象
question: 退出低保、特困的家庭,谁又返困了?
english: Who left 低保 or 特困 and fell back?
reading: 返困的两种迹象:同一人又有在享或在申请的家庭记录(晚于退出),或规则 LB-09、LB-10 的预警仍成立
---*/
WITH left_aid AS (
    SELECT
        household.household_no,
        household.program,
        household.ended_on,
        household.division_code,
        member.person_key
    FROM fact.household AS household
    INNER JOIN fact.member AS member
        ON household.household_no = member.household_no AND member.member_kind = '共同生活'
    WHERE household.status = '已退出' AND household.program IN ('最低生活保障', '特困供养')
),

back AS (
    SELECT
        left_aid.household_no,
        '又有' || household.program || '(' || household.status || ')' AS sign
    FROM left_aid
    INNER JOIN fact.member AS member ON left_aid.person_key = member.person_key
    INNER JOIN fact.household AS household ON member.household_no = household.household_no
    WHERE
        household.status IN ('在享', '申请中') AND household.applied_on >= left_aid.ended_on
        AND household.household_no <> left_aid.household_no
    UNION
    SELECT
        left_aid.household_no,
        '预警 ' || alerts.rule_id || ' ' || alerts.title AS sign
    FROM left_aid
    INNER JOIN alerts
        ON left_aid.household_no = alerts.household_no OR left_aid.person_key = alerts.person_key
    WHERE alerts.rule_id IN ('LB-09', 'LB-10') AND alerts.state <> 'resolved'
)

SELECT
    left_aid.household_no AS 原家庭编号,
    left_aid.program AS 原类别,
    left_aid.ended_on AS 退出日期,
    coalesce(divisions_now.full_name, left(left_aid.division_code, 9), '不详') AS 乡镇街道,
    string_agg(DISTINCT back.sign, ';' ORDER BY back.sign) AS 返困迹象
FROM left_aid
INNER JOIN back ON left_aid.household_no = back.household_no
LEFT JOIN divisions_now ON left(left_aid.division_code, 9) = divisions_now.code
GROUP BY ALL
ORDER BY 退出日期 DESC, 原家庭编号 ASC, 原类别 ASC
