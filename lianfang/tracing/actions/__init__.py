"""File close contacts, one or a list; propose and decide their release."""

from lianfang.tracing.actions.contacts import decide_release, file_contact, propose_release
from lianfang.tracing.actions.lists import file_list, propose_list, refuse_list
from lianfang.tracing.rules import NewContact

__all__ = [
    "NewContact",
    "decide_release",
    "file_contact",
    "file_list",
    "propose_list",
    "propose_release",
    "refuse_list",
]
