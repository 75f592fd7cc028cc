import subprocess
import sys

from django.conf import settings


def test_the_bench_prints_four_requests_beside_their_floor():
    command = [sys.executable, "-m", "bench", "--only", "sqlite", "--persons", "30"]

    done = subprocess.run(  # noqa: S603 -- our own module
        [*command, "--requests", "2"],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout.count("| sqlite |") == 4
