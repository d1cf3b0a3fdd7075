"""The first administrator of a site that was just set up on somebody's machine."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import check_password

USERNAME = "admin"


def create_first_administrator(password_file: Path) -> bool:
    """Create the user `admin` with a random password, kept in `password_file`.

    Does nothing, and returns False, if the site has an administrator or somebody else has the name.
    """
    users = get_user_model().objects
    if users.filter(is_superuser=True).exists() or users.filter(username=USERNAME).exists():
        return False
    password = secrets.token_urlsafe(15)
    # The file first: a password that nobody can read is worse than a file without a user.
    write_private(password_file, password + "\n")
    users.create_superuser(username=USERNAME, email="", password=password)
    return True


def known_password(password_file: Path) -> str | None:
    """The password in `password_file`, or None if the user `admin` no longer signs in with it."""
    return password_check(password_file)()


def password_check(password_file: Path) -> Callable[[], str | None]:
    """`known_password` in two steps: the file and the database are read at once; what is returned
    then computes for a quarter of a second and needs neither, so that any thread may call it."""
    try:
        password = password_file.read_text().strip()
    except (OSError, UnicodeDecodeError):
        return lambda: None
    user = get_user_model().objects.filter(username=USERNAME, is_active=True).first()
    # Not user.check_password: it may save the user to renew the hash.
    if user is None:
        return lambda: None
    return lambda: password if check_password(password, user.password) else None


def write_private(path: Path, text: str) -> None:
    """Write `text` to `path` so that only its owner can read it, at no moment anybody else."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
