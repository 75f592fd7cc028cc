"""Compute and show passes; check and register people at gates."""

from lianfang.passes.actions.gates import Named, add_gate, verify_at_gate
from lianfang.passes.actions.newcomers import Newcomer, register_at_gate
from lianfang.passes.actions.scans import Asked
from lianfang.passes.actions.showing import Token, drop_passes, issue_tokens, refresh

__all__ = [
    "Asked",
    "Named",
    "Newcomer",
    "Token",
    "add_gate",
    "drop_passes",
    "issue_tokens",
    "refresh",
    "register_at_gate",
    "verify_at_gate",
]
