/*---
topic: 待遇和资金
question: 谁同时在两个以上乡镇领取待遇?
english: Who draws benefits in two or more townships at once?
reading: 只看未停发的待遇和在享家庭的共同生活成员;跨乡镇不一定有错(搬家、户口在别处),请核实
---*/
WITH night AS (SELECT max(as_of) AS as_of FROM runs),

paid AS (
    SELECT
        benefit.person_key,
        benefit.program,
        left(benefit.division_code, 9) AS township
    FROM fact.benefit AS benefit
    CROSS JOIN night
    WHERE
        benefit.start_on <= night.as_of AND coalesce(benefit.end_on > night.as_of, TRUE)
        AND benefit.person_key IS NOT NULL AND benefit.division_code IS NOT NULL
    UNION
    SELECT
        member.person_key,
        household.program || '家庭' AS program,
        left(household.division_code, 9) AS township
    FROM fact.household AS household
    INNER JOIN fact.member AS member
        ON household.household_no = member.household_no AND member.member_kind = '共同生活'
    WHERE
        household.status = '在享'
        AND member.person_key IS NOT NULL AND household.division_code IS NOT NULL
)

SELECT
    paid.person_key AS 人员,
    count(DISTINCT paid.township) AS 乡镇数,
    string_agg(
        DISTINCT coalesce(divisions_now.full_name, paid.township) || ' ' || paid.program, ';'
        ORDER BY coalesce(divisions_now.full_name, paid.township) || ' ' || paid.program
    ) AS 在何处领取何种待遇,
    count(DISTINCT alerts.alert_id) AS 重复类预警
FROM paid
LEFT JOIN divisions_now ON paid.township = divisions_now.code
LEFT JOIN alerts
    ON paid.person_key = alerts.person_key AND left(alerts.rule_id, 2) = 'CF' AND alerts.state <> 'resolved'
GROUP BY paid.person_key
HAVING count(DISTINCT paid.township) > 1
ORDER BY 乡镇数 DESC, 人员 ASC
