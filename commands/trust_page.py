"""The words and the look of the page that hands out the root certificate."""

from html import escape

_STYLE = """
:root { color-scheme: light; }
body { margin: 0 auto; max-width: 34rem; padding: 1rem; color: #1a1a1a; background: #f4f6f8;
  font: 1.05rem/1.7 system-ui, sans-serif; }
h1 { font-size: 1.3rem; margin: .5rem 0; }
p, ol { margin: .5rem 0; }
ol { padding-left: 1.4rem; }
.get, .go { display: block; text-align: center; padding: .8rem; border-radius: .5rem;
  background: #0b5cad; color: #fff; text-decoration: none; font-weight: 600; margin: 1rem 0; }
.go { background: #fff; color: #0b5cad; border: 1px solid #0b5cad; }
details { background: #fff; border: 1px solid #d5dbe1; border-radius: .5rem; margin: .6rem 0;
  padding: 0 1rem; }
summary { font-weight: 600; padding: .8rem 0; cursor: pointer; }
details > ol, details > p { margin: 0 0 .8rem; }
code { font-size: .85rem; overflow-wrap: anywhere; display: block; background: #fff;
  border: 1px solid #d5dbe1; border-radius: .5rem; padding: .6rem .8rem; }
small { color: #4d5763; }
a:focus-visible, summary:focus-visible { outline: 3px solid #ffb000; outline-offset: 2px; }
"""
_STEPS = (
    (
        "苹果手机（iPhone、iPad）",
        (
            (
                "用 Safari 打开本页（微信里请点右上角“···”，选“在浏览器打开”），"
                "点上面的“下载根证书”，选“允许”。"
            ),
            "打开“设置”，点最上方的“已下载描述文件”，点“安装”，输入锁屏密码，再点“安装”。",
            (
                "回到“设置 → 通用 → 关于本机”，拉到最下面点“证书信任设置”，"
                "打开“联防演示根证书”的开关。"
            ),
            "核对证书详情里的 SHA-256 指纹与本页下方、电脑屏幕上的一致。",
        ),
    ),
    (
        "安卓手机（华为、小米、OPPO、vivo 等）",
        (
            "用系统浏览器或 Chrome 打开本页，点上面的“下载根证书”。",
            "打开“设置”，搜索“证书”，进入“安装证书”或“从存储设备安装”，选“CA 证书”，选“仍然安装”。",
            "选中下载的 lianfang-root.crt；没有锁屏密码的手机会先要求设一个。",
            (
                "仍提示不安全时关掉浏览器再打开。火狐浏览器要在“设置 → 关于”连点图标五次，"
                "再打开“使用第三方 CA 证书”。"
            ),
        ),
    ),
    (
        "在微信里打开",
        (
            "苹果手机：完成上面的三步后，微信内可以直接打开。",
            (
                "安卓手机：微信自带的浏览器多半不认自己安装的证书。请点右上角“···”选“在浏览器打开”，"
                "用系统浏览器试用；微信登录由演示里的模拟页面代替。"
            ),
            "正式使用时系统用的是公开机构签发的证书，任何手机都不用安装什么。",
        ),
    ),
    (
        "电脑",
        (
            "Windows：双击下载的文件，“安装证书”，存到“受信任的根证书颁发机构”。",
            "苹果电脑：双击后在“钥匙串访问”里把它设为“始终信任”。",
            "Linux 上的 Chrome：设置里搜索“证书”，在“授权机构”下导入。",
        ),
    ),
)


def page(site: str, file: str, fingerprint: str) -> str:
    """Steps for every kind of phone; the first one stands open."""
    parts = "".join(_part(title, steps, at == 0) for at, (title, steps) in enumerate(_STEPS))
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>信任联防演示的证书</title><style>{_STYLE}</style></head><body><main>"
        "<h1>让这部手机信任联防演示</h1>"
        "<p>拍照、定位、扫码和安装到桌面都要求网页用 HTTPS。演示用的证书由这台电脑自己签发，"
        "手机要先信任它一次。</p>"
        f'<a class="get" href="{escape(file)}">下载根证书</a>{parts}'
        f'<a class="go" href="{escape(site)}/h5/">装好了，打开系统</a>'
        f"<p>根证书指纹（SHA-256）：</p><code>{escape(fingerprint)}</code>"
        "<p><small>这张根证书只能用于局域网地址，不能冒充其他网站。试用完请在手机的证书设置里删除。"
        "</small></p></main></body></html>"
    )


def _part(title: str, steps: tuple[str, ...], is_open: bool) -> str:  # noqa: FBT001 -- read at one place
    lines = "".join(f"<li>{escape(step)}</li>" for step in steps)
    state = " open" if is_open else ""
    return f"<details{state}><summary>{escape(title)}</summary><ol>{lines}</ol></details>"
