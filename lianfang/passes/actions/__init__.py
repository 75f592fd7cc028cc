"""Compute and show passes; check and register people at gates."""

from lianfang.passes.actions.gates import add_gate, register_at_gate, verify_at_gate
from lianfang.passes.actions.showing import Token, issue_tokens, refresh

__all__ = [
    "Token",
    "add_gate",
    "issue_tokens",
    "refresh",
    "register_at_gate",
    "verify_at_gate",
]
