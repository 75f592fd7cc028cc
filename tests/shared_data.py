"""Where the real data lie that some tests read: beside the repository, or nowhere."""

import os
from pathlib import Path

import pytest

ABSENT = "real data absent: set LIANFANG_SHARED to the folder that holds data/"


def shared_data() -> Path | None:
    """The folder ``shared/data``: LIANFANG_SHARED, or beside a parent folder; else None."""
    named = os.environ.get("LIANFANG_SHARED")
    parents = Path(__file__).resolve().parents
    above = [Path(named)] if named else [parent / "shared" for parent in parents]
    return next((place / "data" for place in above if (place / "data").is_dir()), None)


def real_file(*parts: str) -> Path:
    """A real file under ``shared/data``; the test that asks is skipped where it is absent."""
    root = shared_data()
    if root is None:
        pytest.skip(ABSENT)
    path = root.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"real data absent: {'/'.join(parts)}")
    return path
