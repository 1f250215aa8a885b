/*---
id: CB-17
title: 申请前离婚而疑似仍共同生活
title_en: divorce in name only
class: 错保
level: blue
status: live
version: 1
needs:
  - civil_affairs.households
  - civil_affairs.household_members
  - civil_affairs.authorisations
  - civil_affairs.deaths
  - civil_affairs.marriages
  - housing.properties
reads: [located_household, member, authorised_member, marriage, asset, death_of, policy, night]
parameters: [divorce_lookback_months]
authorisation: true
legal_basis:
  - 最低生活保障审核确认办法（民发〔2021〕57号）：配偶为共同生活的家庭成员 [GK]
  - 追溯月数为本系统设定 [PROP]
false_positives:
  - {case: 确已离婚并分开生活，共有房屋尚未分割, check: 查看离婚协议中的房产处置，入户查看实际居住}
  - {case: 离婚后因照顾子女、无处可去暂住一处, check: 入户和邻里走访，了解经济是否独立}
  - {case: 地址没有及时更新, check: 核对双方现住址}
sentence: 申请人于{divorced_on}离婚（申请日期{applied_on}），与前配偶{reasons}。仅作入户了解的提示；是否共同生活以入户调查为准，不得仅凭本提示不予受理或停发。
examples:
  - why: 申请前十二个月内离婚，与前配偶共有住房；另一户与前配偶登记同一住址
    as_of: 2026-11-22
    policy: &year {divorce_lookback_months: 12}
    given: &parted
      household:
        - {record_no: R1, household_no: H1, program: 最低生活保障, status: 申请中, applied_on: 2026-11-01, address: 甲路1号}
        - {record_no: R3, household_no: H3, program: 低保边缘, status: 在享, applied_on: 2026-03-31, approved_on: 2026-05-01, address: 乙路 2号}
        - {record_no: R4, household_no: H4, program: 临时救助, status: 申请中, applied_on: 2026-11-20, address: 乙路2号}
      member:
        - {household_no: H1, person_key: P1, relation: 本人, member_kind: 共同生活}
        - {household_no: H3, person_key: P3, relation: 本人, member_kind: 共同生活}
        - {household_no: H4, person_key: P4, relation: 本人, member_kind: 共同生活}
      authorisation: [{household_no: H1, person_key: P1, purpose: 社会救助, signed_on: 2026-11-01}]
      marriage: &divorced
        - {record_no: W1, event: 离婚登记, registered_on: 2025-11-02, side: husband, person_key: P1, partner_key: P2}
        - {record_no: W3, event: 离婚登记, registered_on: 2026-03-31, side: wife, person_key: P3, partner_key: P4}
      asset: &shared
        - {record_no: A1, kind: registered, unit_no: U1, usage: 住宅, person_key: P1, status: 现势}
        - {record_no: A2, kind: registered, unit_no: U1, usage: 住宅, person_key: P2, status: 现势}
    expect:
      - {anchor_record_no: R1, person_key: P1, household_no: H1, program: 最低生活保障, divorced_on: 2025-11-02, applied_on: 2026-11-01, reasons: 共有现势住房, certainty: certain}
      - {anchor_record_no: R3, household_no: H3, reasons: 登记在同一住址}
  - why: 正好十二个月以前离婚；申请以后离婚；其后又结婚；没有共有也不在同一住址
    as_of: 2026-11-22
    policy: *year
    given:
      <<: *parted
      marriage:
        - {record_no: W1, event: 离婚登记, registered_on: 2025-11-01, side: husband, person_key: P1, partner_key: P2}
        - {record_no: W2, event: 离婚登记, registered_on: 2026-04-01, side: wife, person_key: P3, partner_key: P4}
        - {record_no: W4, event: 离婚登记, registered_on: 2026-02-01, side: wife, person_key: P4, partner_key: P5}
    expect: []
  - why: 其后又结婚
    as_of: 2026-11-22
    policy: *year
    given:
      <<: *parted
      marriage:
        - {record_no: W1, event: 离婚登记, registered_on: 2026-05-01, side: husband, person_key: P1, partner_key: P2}
        - {record_no: W5, event: 结婚登记, registered_on: 2026-06-01, side: husband, person_key: P1, partner_key: P6}
    expect: []
  - why: 没有授权，不看房产；历史状态的共有不算；前配偶已去世
    as_of: 2026-11-22
    policy: *year
    given:
      <<: *parted
      authorisation: []
      death: [{person_key: P4, died_on: 2026-06-01}]
    expect: []
  - why: 共有已成历史
    as_of: 2026-11-22
    policy: *year
    given:
      <<: *parted
      marriage: [{record_no: W1, event: 离婚登记, registered_on: 2025-11-02, side: husband, person_key: P1, partner_key: P2}]
      asset:
        - {record_no: A1, kind: registered, unit_no: U1, usage: 住宅, person_key: P1, status: 现势}
        - {record_no: A2, kind: registered, unit_no: U1, usage: 住宅, person_key: P2, status: 历史}
    expect: []
  - why: 追溯月数未知，不核算
    as_of: 2026-11-22
    given: *parted
    expect: []
---*/
WITH parted AS (
    SELECT
        home.*,
        applicant.person_key,
        marriage.partner_key,
        marriage.event,
        marriage.registered_on,
        marriage.source_table AS act_table,
        marriage.record_no AS act_no,
        home.applied_on - to_months(policy.divorce_lookback_months::INTEGER) AS since
    FROM located_household AS home
    CROSS JOIN night
    INNER JOIN policy ON home.locality = policy.locality AND coalesce(home.residence, '') = policy.residence
    INNER JOIN member AS applicant ON home.household_no = applicant.household_no AND applicant.relation = '本人'
    INNER JOIN marriage ON applicant.person_key = marriage.person_key AND night.as_of >= marriage.registered_on
    WHERE
        home.status = '申请中'
        OR (home.is_active AND home.program IN ('特困供养', '最低生活保障', '低保边缘', '刚性支出困难'))
    QUALIFY row_number() OVER (
        PARTITION BY home.record_no ORDER BY marriage.registered_on DESC, marriage.record_no DESC, marriage.side ASC
    ) = 1
),

lately AS (
    SELECT
        parted.*,
        nullif(regexp_replace(parted.address, '\s', '', 'g'), '') AS clean_address
    FROM parted
    ANTI JOIN death_of ON parted.partner_key = death_of.person_key
    WHERE parted.event = '离婚登记' AND parted.registered_on > parted.since AND parted.registered_on <= parted.applied_on
),

together AS (
    SELECT
        lately.record_no,
        '共有现势住房' AS reason,
        unnest([mine.source_table, theirs.source_table]) AS source_table,
        unnest([mine.record_no, theirs.record_no]) AS proof_no
    FROM lately
    SEMI JOIN authorised_member
        ON lately.household_no = authorised_member.household_no AND lately.person_key = authorised_member.person_key
    INNER JOIN asset AS mine ON lately.person_key = mine.person_key
    INNER JOIN asset AS theirs ON mine.unit_no = theirs.unit_no
    WHERE
        lately.partner_key = theirs.person_key AND mine.status = '现势' AND theirs.status = '现势'
        AND mine.usage IN ('住宅', '宅基地')
    UNION ALL
    SELECT
        lately.record_no,
        '登记在同一住址' AS reason,
        other.source_table,
        other.record_no AS proof_no
    FROM lately
    INNER JOIN member AS former ON lately.partner_key = former.person_key AND former.member_kind = '共同生活'
    INNER JOIN located_household AS other ON former.household_no = other.household_no
    WHERE
        other.household_no <> lately.household_no AND (other.is_active OR other.status = '申请中')
        AND lately.clean_address = regexp_replace(other.address, '\s', '', 'g')
)

SELECT
    'civil_affairs.households' AS anchor_table,
    lately.record_no AS anchor_record_no,
    lately.person_key,
    lately.household_no,
    lately.program,
    lately.division_code,
    lately.registered_on AS divorced_on,
    lately.applied_on,
    array_to_string(list_sort(list(DISTINCT together.reason)), '；') AS reasons,
    list_sort(list_distinct(list({
        'source_table': together.source_table, 'record_no': together.proof_no,
        'what': together.reason, 'value': NULL::VARCHAR, 'on': NULL::DATE
    }) || list({
        'source_table': lately.act_table, 'record_no': lately.act_no,
        'what': '离婚登记', 'value': NULL::VARCHAR, 'on': lately.registered_on
    }))) AS evidence
FROM lately
INNER JOIN together ON lately.record_no = together.record_no
GROUP BY ALL
