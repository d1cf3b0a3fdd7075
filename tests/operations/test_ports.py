import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from operations import ports


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind((ports.HOST, 0))
        listener.listen()
        yield listener.getsockname()[1]


@pytest.fixture
def free_port() -> int:
    with socket.socket() as listener:
        listener.bind((ports.HOST, 0))
        return listener.getsockname()[1]


@pytest.mark.parametrize(("text", "number"), [("8000", 8000), (" 1 ", 1), ("65535", 65535)])
def test_a_whole_number_in_range_is_a_port(text: str, number: int) -> None:
    assert ports.parse_port(text) == number


@pytest.mark.parametrize(
    "text", ["", "abc", "80a", "-1", "0", "65536", "8000.0", "1e3", "٨٠٠٠", "9" * 5000]
)
def test_anything_else_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(ports.PortError, match="from 1 to 65535") as caught:
        ports.parse_port(text)
    assert "\n" not in str(caught.value)


def test_a_free_port_passes_and_stays_free(free_port: int) -> None:
    ports.require_free(free_port)
    ports.require_free(free_port)


def test_a_taken_port_is_refused_and_another_one_proposed(taken_port: int) -> None:
    with pytest.raises(ports.PortError, match=f"Port {taken_port} is already in use.*PORT="):
        ports.require_free(taken_port)


def test_a_port_is_taken_if_a_server_listens_on_all_addresses() -> None:
    with socket.socket() as listener:
        listener.bind(("", 0))
        listener.listen()
        with pytest.raises(ports.PortError, match="already in use"):
            ports.require_free(listener.getsockname()[1])


def test_the_highest_port_is_answered_with_a_lower_one() -> None:
    assert "PORT=65534" in ports.in_use(65535)


def ask(port: int | str) -> subprocess.CompletedProcess[str]:
    """Ask as the Makefile does: plain Python, with nothing installed and no path."""
    script = Path(ports.__file__)
    return subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-I", "-S", script, "--", str(port)], capture_output=True, text=True
    )


def test_the_script_answers_a_free_port_with_silence(free_port: int) -> None:
    answer = ask(free_port)
    assert (answer.returncode, answer.stdout, answer.stderr) == (0, "", "")


def test_the_script_answers_a_taken_port_with_one_line_and_1(taken_port: int) -> None:
    answer = ask(taken_port)
    assert answer.returncode == 1
    assert answer.stderr.splitlines() == [ports.in_use(taken_port)]


def test_the_script_answers_a_negative_port_with_one_line_and_1() -> None:
    answer = ask("-1")
    assert answer.returncode == 1
    assert len(answer.stderr.splitlines()) == 1
