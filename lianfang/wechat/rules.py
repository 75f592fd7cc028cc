"""The menu under the account, and what it answers by itself."""

from typing import Any

HOTLINE = "hotline"


def menu(site: str) -> list[dict[str, Any]]:
    """Three buttons of up to five (handbook §8.4); ``site`` is our own address without a slash."""

    def page(name: str, path: str) -> dict[str, str]:
        return {"type": "view", "name": name, "url": f"{site}/h5/#{path}"}

    return [
        page("疫情上报", "/report"),
        {
            "name": "我的",
            "sub_button": [
                page("电子通行证", "/pass"),
                page("体征自查", "/check"),
                page("我的上报", "/reports"),
                page("消息", "/me/inbox"),
                page("账号", "/me"),
            ],
        },
        {
            "name": "服务",
            "sub_button": [
                page("自查说明", "/self-check"),
                page("防疫宣传", "/news?kind=guidance"),
                page("要闻播报", "/news?kind=news"),
                {"type": "click", "name": "咨询电话", "key": HOTLINE},
            ],
        },
    ]


def answer_to(kind: str, words: str, *, city: str, hotline: str, site: str) -> str:
    """What the account says back; empty where it says nothing."""
    call = f"咨询电话：{hotline}。" if hotline else ""
    if kind == "subscribe":
        return f"欢迎关注{city}联防。点下方菜单可上报疫情、出示电子通行证、完成每日自查。{call}"
    if kind == "click" and words == HOTLINE:
        return call or "咨询电话尚未公布，请联系所在社区。"
    if kind == "text":
        return f"这里不能人工回复。上报、通行证和自查请点下方菜单，或打开 {site}/h5/ 。{call}"
    return ""
