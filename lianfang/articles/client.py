"""The self-check that comes with the system, for cities that wrote none of their own."""

import json
from functools import cache
from importlib.resources import files


@cache
def shipped_self_check() -> dict[str, object]:
    """Title, summary, source and tree, as a version has them."""
    text = (files("lianfang.articles") / "data" / "self_check.json").read_text(encoding="utf-8")
    content: dict[str, object] = json.loads(text)
    return content
