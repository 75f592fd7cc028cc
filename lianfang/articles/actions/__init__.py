"""Write articles, show them to their readers, take them back, count who read them."""

from lianfang.articles.actions.counting import count_days, note_readings
from lianfang.articles.actions.editing import (
    Content,
    attach,
    create,
    restore,
    save,
)
from lianfang.articles.actions.publishing import Setting, arrange, publish, withdraw

__all__ = [
    "Content",
    "Setting",
    "arrange",
    "attach",
    "count_days",
    "create",
    "note_readings",
    "publish",
    "restore",
    "save",
    "withdraw",
]
