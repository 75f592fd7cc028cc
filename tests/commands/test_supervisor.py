import os
import sys
import time

from commands.supervisor import Supervisor


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def wait_for(condition, seconds=5):
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    return condition()


def test_leaving_the_supervisor_ends_the_children_and_their_children(tmp_path):
    grandchild = tmp_path / "pid"
    script = (
        "import subprocess, pathlib, time;"
        "p = subprocess.Popen(['sleep', '60']);"
        f"pathlib.Path({str(grandchild)!r}).write_text(str(p.pid));"
        "time.sleep(60)"
    )

    with Supervisor(tmp_path) as supervisor:
        supervisor.start("parent", [sys.executable, "-c", script], os.environ)
        assert wait_for(lambda: grandchild.exists() and grandchild.read_text())
        pid = int(grandchild.read_text())

    assert wait_for(lambda: not alive(pid))


def test_a_fallen_child_ends_the_watch_with_its_last_words(tmp_path, capsys):
    with Supervisor(tmp_path) as supervisor:
        supervisor.start("broken", [sys.executable, "-c", "print('没油了'); exit(3)"], os.environ)
        code = supervisor.watch()

    said = capsys.readouterr().err
    assert code == 1
    assert "「broken」意外退出（3）" in said
    assert "没油了" in said
