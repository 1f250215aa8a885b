/*---
name: alerts_overdue
chinese: 预警_逾期
comment: 交办后逾期未响应或未办结的预警,逾期久的在前;逾期只提醒工作人员,不改变任何人的待遇
columns:
  alert_id: 预警编号
  title: 标题
  level: 等级:红、黄、蓝
  township: 乡镇街道代码:区划代码前9位
  division: 区划:没有名称时为代码
  household_no: 家庭编号
  dispatched_on: 交办日期
  respond_by: 响应期限
  close_by: 办结期限
  due_provisional: 期限暂定
  overdue: 逾期:逾期未响应、逾期未办结
  escalation: 提级:报分管负责人、报主要负责人
  sheet_id: 派办单号
---*/
SELECT
    alert_id,
    title,
    level,
    township,
    division,
    household_no,
    dispatched_on,
    respond_by,
    close_by,
    due_provisional,
    overdue,
    escalation,
    sheet_id
FROM alerts_shown
WHERE overdue <> '未逾期'
ORDER BY close_by, place
