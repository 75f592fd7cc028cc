"""Acts on a whole file, and on many people at once."""

from lianfang.roster.actions.line_lists import import_line_list
from lianfang.roster.actions.saving import change_file, open_file

__all__ = ["change_file", "import_line_list", "open_file"]
