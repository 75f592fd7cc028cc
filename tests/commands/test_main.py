import socket

import pytest

from commands import demo
from commands.main import main
from commands.say import explain


def test_run_without_an_argument_prints_help(capsys):
    assert main([]) == 0
    assert "./run demo" in capsys.readouterr().out


def test_an_unknown_word_is_refused_with_help(capsys):
    assert main(["dance"]) == 2
    assert "没有「dance」这个命令" in capsys.readouterr().out


def test_an_unknown_part_of_the_tests_is_refused(capsys):
    assert main(["test", "everything"]) == 2
    assert "没有「everything」这个部分" in capsys.readouterr().out


def test_a_taken_port_stops_with_one_sentence(capsys):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(SystemExit) as stopped:
            demo._refuse_taken(port)

    assert stopped.value.code == 1
    assert f"端口 {port} 已被占用" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("OSError: [Errno 28] No space left on device", "磁盘已满，请清理磁盘后重试"),
        (
            "error: command 'gcc' failed: No such file or directory",
            "缺少编译器，请先执行 apt-get install -y build-essential python3-dev 后重试",
        ),
    ],
)
def test_a_failed_installation_is_explained(output, sentence):
    assert explain(output) == sentence


def test_the_secret_of_a_demo_is_made_once_and_kept(tmp_path):
    first = demo.surroundings(tmp_path, 8000, 1.0)["LIANFANG_SECRET_KEY"]

    assert demo.surroundings(tmp_path, 8000, 1.0)["LIANFANG_SECRET_KEY"] == first
    assert (tmp_path / "secret.key").stat().st_mode & 0o077 == 0
