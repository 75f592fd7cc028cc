"""Declare people, change the forms, and give out links to them."""

from lianfang.declarations.actions.declaring import declare, declare_self
from lianfang.declarations.actions.forms import save_form
from lianfang.declarations.actions.links import open_link, revoke_link, send_link_code

__all__ = [
    "declare",
    "declare_self",
    "open_link",
    "revoke_link",
    "save_form",
    "send_link_code",
]
