from pathlib import Path

import pytest
from django.contrib.auth import get_user_model

from operations.administrator import create_first_administrator, known_password, write_private

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "var" / "admin-password.txt"


def test_the_first_start_creates_an_administrator_who_signs_in_with_the_kept_password(
    file: Path, client
) -> None:
    assert create_first_administrator(file) is True

    user = get_user_model().objects.get(username="admin")
    assert user.is_superuser
    assert user.is_staff
    password = file.read_text().strip()
    answer = client.post("/admin/login/", {"username": "admin", "password": password})
    assert answer.url == "/admin/"
    assert known_password(file) == file.read_text().strip()


def test_only_the_owner_can_read_the_password(file: Path) -> None:
    create_first_administrator(file)

    assert file.stat().st_mode & 0o777 == 0o600


def test_passwords_are_long_and_differ(file: Path, tmp_path: Path) -> None:
    create_first_administrator(file)
    get_user_model().objects.all().delete()
    other = tmp_path / "other.txt"
    create_first_administrator(other)

    assert len(file.read_text().strip()) >= 20
    assert file.read_text() != other.read_text()


def test_the_second_start_keeps_user_and_password(file: Path) -> None:
    create_first_administrator(file)
    before = (file.read_text(), get_user_model().objects.get().password)

    assert create_first_administrator(file) is False
    assert (file.read_text(), get_user_model().objects.get().password) == before


def test_a_site_with_an_administrator_gets_no_second_one(file: Path) -> None:
    get_user_model().objects.create_superuser(username="chief", password="long enough 1")

    assert create_first_administrator(file) is False
    assert not file.exists()
    assert not get_user_model().objects.filter(username="admin").exists()


def test_an_ordinary_user_of_that_name_is_not_made_an_administrator(file: Path) -> None:
    get_user_model().objects.create_user(username="admin", password="long enough 1")

    assert create_first_administrator(file) is False
    assert not get_user_model().objects.get().is_superuser


def test_a_password_that_was_changed_is_no_longer_known(file: Path) -> None:
    create_first_administrator(file)
    user = get_user_model().objects.get()
    user.set_password("another one 1")
    user.save()

    assert known_password(file) is None


def test_the_password_of_a_deactivated_administrator_is_not_known(file: Path) -> None:
    create_first_administrator(file)
    get_user_model().objects.update(is_active=False)

    assert known_password(file) is None


def test_without_the_file_no_password_is_known(file: Path) -> None:
    create_first_administrator(file)
    file.unlink()

    assert known_password(file) is None


def test_an_older_file_that_others_could_read_is_replaced(tmp_path: Path) -> None:
    file = tmp_path / "password.txt"
    file.write_text("old")
    file.chmod(0o644)

    write_private(file, "new")

    assert file.read_text() == "new"
    assert file.stat().st_mode & 0o777 == 0o600
