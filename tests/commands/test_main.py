import json
import os
import socket
import subprocess
import sys

import pytest

from commands import demo, ports, surroundings, web
from commands.counting import Count, counted, figures
from commands.main import main
from commands.say import ROOT, explain
from commands.test import split


def test_run_without_an_argument_prints_help(capsys):
    assert main([]) == 0
    assert "./run demo" in capsys.readouterr().out


def test_run_needs_nothing_but_the_standard_library():
    command = ["/usr/bin/env", "python3", "-S", "run"]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)  # noqa: S603 -- our own

    assert done.returncode == 0
    assert "./run demo" in done.stdout.decode()


def test_an_unknown_word_is_refused_with_help(capsys):
    assert main(["dance"]) == 2
    assert "没有「dance」这个命令" in capsys.readouterr().err


def test_an_unknown_part_of_the_tests_is_refused(capsys):
    assert main(["test", "everything"]) == 2
    assert "没有「everything」这个部分" in capsys.readouterr().err


def test_accounts_before_the_first_demo_say_what_to_do(tmp_path, capsys):
    assert main(["accounts", "--json", "--data", str(tmp_path)]) == 1
    assert "请先执行 ./run demo" in capsys.readouterr().err


@pytest.mark.parametrize("step", range(ports.NEEDED))
def test_a_taken_port_stops_with_one_sentence(step, capsys):
    first = ports.free()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", first + step))
        taken.listen()

        with pytest.raises(SystemExit) as stopped:
            ports.refuse_taken(first)

    assert stopped.value.code == 1
    assert f"端口 {first + step} 已被占用" in capsys.readouterr().err


def test_a_port_that_does_not_exist_stops_with_one_sentence(capsys):
    with pytest.raises(SystemExit):
        ports.refuse_taken(70000)

    assert "端口 70000 不可用" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("OSError: [Errno 28] No space left on device", "磁盘已满，请清理磁盘后重试"),
        (
            "django.db.utils.OperationalError: database or disk is full",
            "磁盘已满，请清理磁盘后重试",
        ),
        (
            "error: command 'gcc' failed: No such file or directory",
            "缺少编译器，请先执行 apt-get install -y build-essential python3-dev 后重试",
        ),
    ],
)
def test_a_failed_installation_is_explained(output, sentence):
    assert explain(output) == sentence


def test_a_fresh_start_does_not_clear_a_folder_of_somebody_else(tmp_path, capsys):
    (tmp_path / "diary.txt").write_text("mine")

    with pytest.raises(SystemExit):
        main(["demo", "--fresh", "--data", str(tmp_path), "--port", str(ports.free())])

    assert (tmp_path / "diary.txt").exists()
    assert "不会清空" in capsys.readouterr().err


def test_the_secret_of_a_demo_is_made_once_and_kept(tmp_path):
    clock = surroundings.Clock.of(tmp_path, 1.0)

    first = surroundings.of_demo(tmp_path, 8000, clock)["LIANFANG_SECRET_KEY"]

    assert surroundings.of_demo(tmp_path, 8000, clock)["LIANFANG_SECRET_KEY"] == first
    assert (tmp_path / "secret.key").stat().st_mode & 0o077 == 0


def test_the_clock_of_a_fast_city_goes_on_from_where_it_was(tmp_path):
    begun = surroundings.Clock.of(tmp_path, 3600.0)
    ahead = surroundings.Clock(begun.file, begun.origin - 60, begun.virtual, 3600.0)
    ahead.save()

    later = surroundings.Clock.of(tmp_path, 1.0)

    assert later.differs
    assert later.virtual >= begun.virtual + 60 * 3600


def test_a_city_in_real_time_keeps_no_clock(tmp_path):
    surroundings.Clock.of(tmp_path, 1.0).save()

    assert not (tmp_path / "clock.json").exists()


def test_other_commands_follow_the_environment(monkeypatch):
    monkeypatch.setenv("LIANFANG_DATABASE", "postgres://somewhere/lianfang")

    assert surroundings.chosen("")["LIANFANG_DATABASE"] == "postgres://somewhere/lianfang"


@pytest.mark.parametrize(
    ("line", "count"),
    [
        (
            "=== 2 failed, 41 passed, 3 skipped in 7.31s ===",
            Count(passed=41, failed=2, skipped=3),
        ),
        ("41 passed, 1 error in 7.31s (0:00:07)", Count(passed=41, failed=1)),
        ("\x1b[2m      Tests \x1b[22m 28 passed (28)", Count(passed=28)),
        (" Test Files  9 passed (9)", Count()),
        ("it says 3 passed somewhere", Count()),
    ],
)
def test_figures_of_a_summary_are_counted(line, count):
    assert figures(line) == count


def test_a_program_that_fails_is_not_fine():
    assert not counted([sys.executable, "-c", "exit(1)"], ROOT, os.environ).is_fine


def test_an_old_node_of_the_machine_is_passed_over(tmp_path, monkeypatch):
    for name in ("node", "npm"):
        (tmp_path / name).write_text("#!/bin/sh\necho v18.19.0\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    web.machine_has_node.cache_clear()

    assert not web.machine_has_node()

    web.machine_has_node.cache_clear()


def test_a_draft_of_the_clock_is_complete_or_absent(tmp_path):
    surroundings.Clock.of(tmp_path, 60.0).save()

    assert set(json.loads((tmp_path / "clock.json").read_text())) == {"virtual"}
    assert [file.name for file in tmp_path.iterdir()] == ["clock.json"]


def test_the_doors_to_a_wheels_node_lead_to_its_npm(tmp_path, monkeypatch):
    node = tmp_path / "wheel" / "bin" / "node"
    node.parent.mkdir(parents=True)
    node.write_text('#!/bin/sh\necho "$1"\n')
    node.chmod(0o755)
    monkeypatch.setattr(web, "VENV", tmp_path)

    doors = web._doors(tmp_path / "wheel")

    asked = subprocess.run([doors / "npm"], capture_output=True, text=True, check=True)  # noqa: S603 -- our own
    assert asked.stdout.strip() == str(tmp_path / "wheel/lib/node_modules/npm/bin/npm-cli.js")


def test_a_worker_in_production_does_not_start_on_unsafe_settings(monkeypatch, capfd):
    monkeypatch.setenv("LIANFANG_PRODUCTION", "true")

    with pytest.raises(SystemExit) as stopped:
        main(["worker"])

    assert stopped.value.code == 1
    said = capfd.readouterr()
    assert "✘ LIANFANG_HOSTS 写明了域名" in said.out
    assert "生产环境的设置不安全" in said.err


def test_a_loaded_city_keeps_its_size(tmp_path):
    assert demo._scale(tmp_path, 0.1) == 0.1
    (tmp_path / surroundings.DATABASE).touch()

    assert demo._scale(tmp_path, 1.0) == 0.1


@pytest.mark.parametrize(
    ("words", "parts", "extra"),
    [
        ("", [], []),
        ("server -k name", ["sqlite", "postgres"], ["-k", "name"]),
        ("sqlite tests/cases -x", ["sqlite"], ["tests/cases", "-x"]),
        ("-k name", [], ["-k", "name"]),
    ],
)
def test_words_name_parts_and_the_rest_is_for_pytest(words, parts, extra):
    assert split(words.split()) == (parts, extra)
