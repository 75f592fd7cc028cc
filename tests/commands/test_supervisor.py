import os
import signal
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


def test_being_told_to_end_is_no_failure_and_the_clock_is_kept(tmp_path):
    ticks = []
    with Supervisor(tmp_path, tick=lambda: ticks.append(1)) as supervisor:
        supervisor.start("steady", ["sleep", "60"], os.environ)
        os.kill(os.getpid(), signal.SIGTERM)
        code = supervisor.watch()

    assert code == 0
    assert ticks == [1]


def test_waiting_for_a_child_ends_when_it_is_done(tmp_path):
    with Supervisor(tmp_path) as supervisor:
        supervisor.start("steady", ["sleep", "60"], os.environ)
        short = supervisor.start("short", ["true"], os.environ)
        supervisor.wait_for(short)

        assert short.process.returncode == 0


def test_the_handlers_of_signals_are_given_back(tmp_path):
    before = signal.getsignal(signal.SIGINT)
    with Supervisor(tmp_path):
        assert signal.getsignal(signal.SIGINT) != before

    assert signal.getsignal(signal.SIGINT) == before
