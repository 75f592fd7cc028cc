"""`python -m bench [NAME] [options]`: each benchmark is a module here that prints a table."""

import sys
from importlib import import_module

NAMES = {
    "requests": "four requests beside the same SQL on a bare server",
    "search": "ten searches for a grid worker, a street and the city",
    "web": "how soon pages are usable on a weak phone",
}


def main(words: list[str]) -> None:
    name = words.pop(0) if words and words[0] in NAMES else "requests"
    import_module(f"bench.{name}").main(words)


main(sys.argv[1:])
