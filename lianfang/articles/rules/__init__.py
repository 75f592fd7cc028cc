"""Pure rules: clean bodies, self-check trees, what shows when, what differs between versions."""

from lianfang.articles.rules.html import clean, lines_of, pictures_in, with_addresses
from lianfang.articles.rules.shown import Change, differences, showing
from lianfang.articles.rules.tree import Tree, read_tree, tree_as_data

__all__ = [
    "Change",
    "Tree",
    "clean",
    "differences",
    "lines_of",
    "pictures_in",
    "read_tree",
    "showing",
    "tree_as_data",
    "with_addresses",
]
