from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from pyrage import x25519

from operations.backup import archive
from operations.backup.backing_up import back_up
from operations.backup.restoring import restore
from tests.operations.backup.systems import System, fill, new_database, shown


@pytest.fixture(autouse=True)
def db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """In place of pytest-django's, by whose name it knows that a database is needed: these tests
    open databases of their own, and commit."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture(scope="session")
def source(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[System]:
    """A small site, made once; tests that change it leave what others need."""
    copies = connection.creation
    with django_db_blocker.unblock():
        connection.close()
        copies.clone_test_db("backup", verbosity=0)
        name = copies.get_test_db_clone_settings("backup")["NAME"]
        system = System(name, tmp_path_factory.mktemp("source"))
        with system.connected():
            fill()
            shown()  # makes the renditions
    yield system
    with django_db_blocker.unblock():
        copies.destroy_test_db(suffix="backup", verbosity=0)


@pytest.fixture(scope="session")
def secret_key() -> x25519.Identity:
    return x25519.Identity.generate()


@pytest.fixture
def identity(secret_key: x25519.Identity, tmp_path: Path) -> Path:
    """A file with a secret key as age-keygen writes it."""
    file = tmp_path / "key.txt"
    file.write_text(f"# public key: {secret_key.to_public()}\n{secret_key}\n")
    return file


@pytest.fixture(scope="session")
def plain_backup(source: System, django_db_blocker: Any, tmp_path_factory: Any) -> Path:
    """A backup of the small site; tests that change it make a copy."""
    with django_db_blocker.unblock(), source.connected():
        return back_up(tmp_path_factory.mktemp("plain")).folder


@pytest.fixture(scope="session")
def encrypted_backup(
    source: System, secret_key: x25519.Identity, django_db_blocker: Any, tmp_path_factory: Any
) -> Path:
    with django_db_blocker.unblock(), source.connected():
        return back_up(tmp_path_factory.mktemp("secret"), [str(secret_key.to_public())]).folder


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Callable[[], System]]:
    """Makes systems with nothing in them."""
    with ExitStack() as made:

        def make() -> System:
            name = f"test_empty_{uuid4().hex[:12]}"
            return System(made.enter_context(new_database(name, tmp_path)), tmp_path / name)

        yield make


@pytest.fixture
def restored(plain_backup: Path, empty: Callable[[], System]) -> System:
    """The small site, restored from its backup: a system that a test may change."""
    system = empty()
    with system.connected():
        restore(archive.find(plain_backup))
    return system


@pytest.fixture(autouse=True)
def _as_on_the_site(indexes_at_once: None) -> None:
    """A backup reads the tables past the connection that would bring the indexes up to date."""
