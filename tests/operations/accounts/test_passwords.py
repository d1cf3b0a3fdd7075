"""What a password must be: long and uncommon; and what becomes of old hashes."""

import pytest
from django.contrib.auth.hashers import identify_hasher, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import override

from config.settings import accounts
from core.models import User
from tests import factories
from tests.operations.accounts.signing_in import give_password


def refusals(password: str, **about) -> list[str]:
    try:
        validate_password(password, User(**about))
    except ValidationError as error:
        return [problem.code for problem in error.error_list]
    return []


@pytest.mark.parametrize(
    "password",
    [
        "Regenschirm Teppich Vulkan Kaffee",
        "vier voellig andere dinge",
        "x7$Kq!mR2vLp",
        "correct horse battery staple",
        "ñandú-Ξένος-日本語-слово",
    ],
)
def test_long_and_uncommon_ones_are_taken_whatever_they_are_made_of(password):
    assert refusals(password) == []


@pytest.mark.parametrize(
    "password",
    [
        "passwort1234",
        "Passwort2024!",
        "P4ssw0rt!P4ssw0rt!",
        "MiGlobe2024!!",
        "miglobe-redaktion-1",
        "qwertzuiop123",
        "hallohallo2023",
        "Nordrhein-Westfalen1",
        "schalke04schalke04",
        "aaaaaaaaaaaaaa",
        "123456789012345",
        "Sommer2025Sommer",
        "abababababab",
    ],
)
def test_what_is_tried_first_is_refused(password):
    assert "password_of_common_words" in refusals(password)


def test_short_long_and_telltale_ones_are_refused():
    assert "password_too_short" in refusals("kurz!Vulkan")
    assert "password_too_long" in refusals("Vulkan Teppich " * 20)
    assert "password_too_similar" in refusals("adwoa.beispielfrau", username="adwoa.beispielfrau")
    assert "password_too_common" in refusals("q1w2e3r4t5y6")


def test_the_reason_is_said_in_german():
    with override("de"), pytest.raises(ValidationError) as refused:
        validate_password("passwort1234")
    assert any("vier Wörter" in text for text in refused.value.messages)


def test_production_hashes_with_argon2():
    assert accounts.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")


@pytest.mark.django_db
def test_an_older_hash_is_renewed_when_its_owner_signs_in(settings):
    settings.PASSWORD_HASHERS = accounts.PASSWORD_HASHERS
    user = factories.UserFactory()
    user.password = make_password("password", hasher="pbkdf2_sha256")
    user.save()
    assert give_password(user).status_code == 302
    user.refresh_from_db()
    assert identify_hasher(user.password).algorithm == "argon2"


@pytest.mark.django_db
def test_a_password_that_nobody_types_is_not_hashed():
    user = factories.UserFactory()
    from django.test import Client

    answer = Client().post("/admin/login/", {"username": user.username, "password": "x" * 5000})
    assert answer.status_code == 200
    assert "password" in answer.context["form"].errors
