import socket
from collections.abc import Iterator
from contextlib import nullcontext
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from wagtail.models import Page

from news.models import NewsIndexPage
from operations import ports
from operations.management.commands import up


@pytest.fixture(autouse=True)
def own_machine(settings, tmp_path: Path) -> None:
    settings.IS_LOCAL = True
    settings.BASE_DIR = tmp_path
    settings.VAR_DIR = tmp_path / "var"


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the commands that `up` calls, which do nothing here."""
    names: list[str] = []
    monkeypatch.setattr(up, "call_command", lambda name, **options: names.append(name))
    return names


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """The addresses that `up` serves on; it binds nothing and ends at once, as on Ctrl-C."""
    addresses: list[tuple[str, int]] = []

    def run(host: str, port: int, handler, threading: bool, on_bind) -> None:
        assert threading
        addresses.append((host, port))
        on_bind(port)
        raise KeyboardInterrupt

    monkeypatch.setattr(up.basehttp, "run", run)
    monkeypatch.setattr(up, "background_worker", nullcontext)
    monkeypatch.setattr(up, "schedule_timer", nullcontext)
    monkeypatch.setattr(up.connections, "close_all", lambda: None)  # the test's transaction
    return addresses


@pytest.fixture
def port() -> int:
    with socket.socket() as listener:
        listener.bind((ports.HOST, 0))
        return listener.getsockname()[1]


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind((ports.HOST, 0))
        listener.listen()
        yield listener.getsockname()[1]


def start(port: int | str) -> str:
    """What a start prints until it serves; it ends as on Ctrl-C, with success."""
    output = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("up", port=str(port), stdout=output)
    assert ended.value.code == 0
    return output.getvalue()


@pytest.mark.django_db
def test_the_first_start_loads_the_demo_creates_an_administrator_and_serves(
    called, served, port: int, settings
) -> None:
    output = start(port)

    assert called == ["load_demo"]
    assert get_user_model().objects.get(username="admin").is_superuser
    assert served == [("127.0.0.1", port)]
    password = (settings.VAR_DIR / "admin-password.txt").read_text().strip()
    assert f"admin / {password}" in output
    for address in ("/", "/admin/", "/api/v2/pages/"):
        assert f"http://127.0.0.1:{port}{address}\n" in output


@pytest.mark.django_db
def test_the_second_start_finds_every_step_done_and_shows_the_same_password(
    called, served, port: int
) -> None:
    first = start(port)
    Page.get_first_root_node().add_child(instance=NewsIndexPage(title="News", slug="news"))
    called.clear()

    second = start(port)

    assert called == []
    assert "/5 " in first
    assert "/5 " not in second
    assert first.endswith(second)


@pytest.mark.django_db
def test_a_changed_password_is_no_longer_shown(called, served, port: int, settings) -> None:
    start(port)
    user = get_user_model().objects.get(username="admin")
    user.set_password("another one 1")
    user.save()

    output = start(port)

    assert "Sign in" not in output
    assert (settings.VAR_DIR / "admin-password.txt").read_text().strip() not in output


@pytest.mark.django_db
def test_only_missing_migrations_are_applied(called, served, port: int) -> None:
    MigrationRecorder(connection).record_unapplied("auth", "0001_initial")

    output = start(port)

    assert called[0] == "migrate"
    assert "Migrating the database: 1 step" in output


@pytest.mark.parametrize("text", ["abc", "0", "70000"])
def test_a_port_that_is_none_is_refused_before_anything_is_done(called, served, text: str) -> None:
    # No database mark: a query would fail the test.
    with pytest.raises(CommandError, match="from 1 to 65535"):
        call_command("up", port=text)
    assert (called, served) == ([], [])


def test_a_port_in_use_is_refused_before_anything_is_done(called, served, taken_port: int) -> None:
    with pytest.raises(CommandError, match=f"Port {taken_port} is already in use"):
        call_command("up", port=str(taken_port))
    assert (called, served) == ([], [])


@pytest.mark.django_db
def test_a_port_taken_while_the_steps_ran_gives_the_same_line(
    called, taken_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ports, "require_free", lambda port: None)
    monkeypatch.setattr(up.connections, "close_all", lambda: None)
    monkeypatch.setattr(up, "background_worker", nullcontext)
    monkeypatch.setattr(up, "schedule_timer", nullcontext)
    output = StringIO()

    with pytest.raises(CommandError, match=f"Port {taken_port} is already in use"):
        call_command("up", port=str(taken_port), stdout=output)
    assert "Website" not in output.getvalue()


def test_it_refuses_to_serve_a_public_site(called, served, settings, port: int) -> None:
    settings.IS_LOCAL = False

    with pytest.raises(CommandError, match=r"docs/operations\.md"):
        call_command("up", port=str(port))
    assert (called, served) == ([], [])
