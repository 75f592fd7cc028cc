"""Compute and show passes; check and register people at gates."""

from lianfang.passes.actions.cards import print_card, typeset_card, void_card
from lianfang.passes.actions.devices import (
    Stated,
    enrol_device,
    revoke_device,
    take_deny_list,
)
from lianfang.passes.actions.gates import Named, add_gate, verify_at_gate
from lianfang.passes.actions.newcomers import Newcomer, register_at_gate
from lianfang.passes.actions.partners import (
    Declared,
    apply,
    correct_record,
    declare_health,
    declare_trip,
    give_key,
    let_in,
    look_up,
    make_code,
    revoke_key,
    verify_code,
)
from lianfang.passes.actions.places import (
    add_place,
    check_in,
    close_place,
    forget_check_ins,
    search_presence,
    typeset_poster,
)
from lianfang.passes.actions.scans import Asked
from lianfang.passes.actions.showing import drop_passes, refresh
from lianfang.passes.actions.tickets import Token, issue_ticket, issue_tokens
from lianfang.passes.actions.uploads import Told, upload_check

__all__ = [
    "Asked",
    "Declared",
    "Named",
    "Newcomer",
    "Stated",
    "Token",
    "Told",
    "add_gate",
    "add_place",
    "apply",
    "check_in",
    "close_place",
    "correct_record",
    "declare_health",
    "declare_trip",
    "drop_passes",
    "enrol_device",
    "forget_check_ins",
    "give_key",
    "issue_ticket",
    "issue_tokens",
    "let_in",
    "look_up",
    "make_code",
    "print_card",
    "refresh",
    "register_at_gate",
    "revoke_device",
    "revoke_key",
    "search_presence",
    "take_deny_list",
    "typeset_card",
    "typeset_poster",
    "upload_check",
    "verify_at_gate",
    "verify_code",
    "void_card",
]
