"""Chromium and Chinese fonts: found, installed where that is possible, or named as missing."""

import shutil
from pathlib import Path

from commands.environment import apt_install

FONT = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")


def browser() -> str:
    """Empty when there is one; else one line on what is left out."""
    names = ("chromium", "chromium-browser")
    if any(shutil.which(name) for name in names) or apt_install("chromium"):
        return ""
    return "没有 Chromium 也装不上（apt-get install -y chromium），浏览器测试这次没有运行"


def fonts() -> str:
    if FONT.exists() or apt_install("fonts-noto-cjk"):
        return ""
    return "没有中文字体也装不上（apt-get install -y fonts-noto-cjk），生成 PDF 的测试这次不运行"
