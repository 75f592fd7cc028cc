"""`python -m lianfang <command>`: the server's own commands."""

import os
import sys

from django.core.management import execute_from_command_line

_NAMES = {"import": "import_people"}  # a module cannot be called import


def main(arguments: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianfang.settings")
    name, *rest = arguments or ["help"]
    execute_from_command_line(["lianfang", _NAMES.get(name, name), *rest])


if __name__ == "__main__":
    main(sys.argv[1:])
