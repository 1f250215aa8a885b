/*---
name: alerts_reconciled
chinese: 预警_对账
comment: 一行:全部预警分作仍成立与已消除,仍成立=新增+持续+再次出现,也=交办+暂缓;balanced 为真才算对上
columns:
  all_alerts: 全部
  open_alerts: 仍成立
  resolved: 已消除
  new: 新增
  ongoing: 持续
  reopened: 再次出现
  shown: 交办
  held_back: 暂缓
  decided: 暂缓_处置决定有效
  merged: 暂缓_并入另一条
  source: 暂缓_本夜无法核对
  death: 暂缓_先核实死亡
  subsumed: 暂缓_随另一条一并核实
  application: 暂缓_随在办申请核对
  cap: 暂缓_本周蓝色已满
  wave: 暂缓_排队分批
  balanced: 对上
---*/
WITH counted AS (
    SELECT
        count(*) AS all_alerts,
        count(*) FILTER (WHERE state <> 'resolved') AS open_alerts,
        count(*) FILTER (WHERE state = 'resolved') AS resolved,
        count(*) FILTER (WHERE state = 'new') AS new,
        count(*) FILTER (WHERE state = 'ongoing') AS ongoing,
        count(*) FILTER (WHERE state = 'reopened') AS reopened,
        count(*) FILTER (WHERE shown) AS shown,
        count(*) FILTER (WHERE held_back IS NOT NULL) AS held_back,
        count(*) FILTER (WHERE held_back = 'decided') AS decided,
        count(*) FILTER (WHERE held_back = 'merged') AS merged,
        count(*) FILTER (WHERE held_back = 'source') AS source,
        count(*) FILTER (WHERE held_back = 'death') AS death,
        count(*) FILTER (WHERE held_back = 'subsumed') AS subsumed,
        count(*) FILTER (WHERE held_back = 'application') AS application,
        count(*) FILTER (WHERE held_back = 'cap') AS cap,
        count(*) FILTER (WHERE held_back = 'wave') AS wave
    FROM alerts
)

SELECT
    *,
    open_alerts + resolved = all_alerts
    AND new + ongoing + reopened = open_alerts
    AND shown + held_back = open_alerts
    AND decided + merged + source + death + subsumed + application + cap + wave = held_back AS balanced
FROM counted
