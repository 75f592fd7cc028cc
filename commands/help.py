"""The help text."""

HELP = """联防 lianfang：网格化社区疫情防控系统

演示
  ./run demo [--port 8000] [--data 目录] [--fresh] [--speed 倍速]   准备并启动演示城市，Ctrl-C 停止
  ./run demo --host [地址]     同时让局域网里的手机试用：HTTPS，自带根证书和安装说明
  ./run demo --check          在临时目录里走一遍主流程，输出 JSON
  ./run accounts [--json]     演示账号

检查
  ./run test [部分…] [-k 名称]  全部检查；部分：lint types server（sqlite、postgres）web browser
  ./run lint                  只查格式和分层
  ./run bench                 性能对照

运行（读环境变量，或用 --data 指定目录）
  ./run serve [--host] [--port]            网页服务
  ./run stream [--host] [--port]           实时推送
  ./run worker                             后台任务
  ./run wechat menu|check                  发布公众号菜单，检查公众号设置
  ./run import 文件 [--dry-run] [--json]    导入病例清单
  ./run feed replay 文件 [--json]           回放全国疫情快照
  ./run doctor                             检查安装
"""
