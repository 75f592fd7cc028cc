"""`python -m demo.invitation TRUST SITE FINGERPRINT`: how a phone gets in, with QR codes."""

import sys

import segno
from rich.console import Console


def main(arguments: list[str]) -> int:
    trust, site, fingerprint = arguments
    console = Console(width=100, highlight=False)
    console.print("\n[bold]用手机试用[/bold]（手机要和本机在同一个局域网；防火墙放行上面的端口）\n")
    console.print(f"第一步 信任证书（每部手机一次）：扫码打开 {trust} ，按页面上的步骤做")
    segno.make(trust, error="m").terminal(compact=True)
    console.print(f"根证书指纹 SHA-256（和手机上显示的核对）：\n{fingerprint}\n")
    console.print(f"第二步 打开系统：{site}/h5/ （市民）  {site}/app/ （控疫通）")
    segno.make(f"{site}/h5/", error="m").terminal(compact=True)
    console.print("根证书只能用于局域网地址，不能冒充其他网站；用完可在手机的证书设置里删除。")
    console.print("演示账号的密码是公开的：请只在信得过的网络里这样启动。")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
