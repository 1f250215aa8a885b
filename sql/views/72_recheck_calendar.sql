/*---
name: recheck_calendar
chinese: 复核_日历
comment: 复核日历:每月、每个类别和分类、每个乡镇街道应复核的户数;已超期和没有核对日期的列在首月之前
columns:
  month: 月份:最迟日期所在月的第一日,已超期和没有核对日期的为空
  status: 情形:未到期、已超期、没有核对日期
  program: 救助类别
  category: 分类
  township_code: 乡镇街道代码
  township: 乡镇街道:没有名称时为代码
  households: 户数
---*/
SELECT
    if(status = '未到期', date_trunc('month', due_on)::DATE, NULL) AS month,
    status,
    program,
    category,
    township_code,
    township,
    count(*) AS households
FROM rechecks_due
GROUP BY ALL
