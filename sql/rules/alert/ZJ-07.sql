/*---
id: ZJ-07
title: 低保标准低于上级最低指导标准
title_en: below guidance floor
class: 资金
level: yellow
status: waiting
waits_for:
  - "上级民政：最低指导标准文件（城乡、金额、生效日期）；政策文件写明后由 hedui policy check 核对"
legal_basis:
  - "seed A 2023年：不低于市定最低指导标准"
false_positives:
  - {case: "新标准已批准、尚未录入", check: "查看批文并更新政策文件"}
---*/
