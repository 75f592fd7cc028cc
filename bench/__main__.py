"""`python -m bench [NAME] [options]`: each benchmark is a module here that prints a table."""

import sys
from importlib import import_module

NAMES = {
    "export": "44 columns of everybody as a file, beside plain SQL and xlsxwriter",
    "import": "a table of 44 columns, beside django-import-export",
    "pass": "showing a pass beside a bare server that answers the same bytes",
    "requests": "four requests beside the same SQL on a bare server",
    "search": "ten searches for a grid worker, a street and the city",
    "web": "how soon pages are usable on a weak phone",
}
MODULES = {"export": "exports", "import": "imports", "pass": "passes"}  # names Python keeps


def main(words: list[str]) -> None:
    name = words.pop(0) if words and words[0] in NAMES else "requests"
    import_module(f"bench.{MODULES.get(name, name)}").main(words)


main(sys.argv[1:])
