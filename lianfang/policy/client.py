"""The editions of the rules that come with the package."""

import json
from functools import cache
from importlib.resources import files
from typing import TypedDict


class Edition(TypedDict):
    """``rules`` maps a subject class to its rule, in the form ``rules.Rule`` is read from."""

    code: str
    name: str
    rules: dict[str, object]


@cache
def editions() -> dict[str, Edition]:
    text = (files("lianfang.policy") / "data" / "profiles.json").read_text("utf-8")
    found: list[Edition] = json.loads(text)
    return {edition["code"]: edition for edition in found}
