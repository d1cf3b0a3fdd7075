"""A forgotten password."""

import re

import pytest
from django.core import mail
from django.test import Client
from django_tasks_db.models import DBTaskResult

from core.models import User
from tests import factories
from tests.background import work
from tests.operations.accounts.signing_in import CODE, LOGIN, give_password, is_in, with_app
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

ASK = "/admin/password_reset/"
NEW = "Regenschirm Teppich Vulkan"


def ask(email: str, **extra) -> Client:
    client = Client(**extra)
    answer = client.post(ASK, {"email": email})
    assert (answer.status_code, answer.url) == (302, f"{ASK}done/")
    return client


def test_an_unknown_address_costs_the_same_work_as_a_known_one():
    user = factories.UserFactory()
    known = queries_of(lambda: ask(user.email))
    unknown = queries_of(lambda: ask("nobody@example.org"))
    assert len(known) == len(unknown)
    assert mail.outbox == []  # nothing was written while somebody waited
    waiting = DBTaskResult.objects.filter(task_path__endswith="send_reset")
    assert waiting.exists()
    assert "nobody@example.org" not in str(waiting.values())
    work()
    assert [message.to for message in mail.outbox] == [[user.email]]


def test_the_link_in_the_mail_is_of_the_website_and_not_of_the_request(settings):
    settings.WAGTAILADMIN_BASE_URL = "https://www.example.org"
    user = factories.UserFactory()
    ask(user.email, HTTP_HOST="evil.example")
    work()
    assert "evil.example" not in mail.outbox[0].body
    assert "https://www.example.org/admin/password_reset/confirm/" in mail.outbox[0].body


def test_nobody_is_flooded_with_mails():
    user = factories.UserFactory()
    for _i in range(3):
        ask(user.email)
    work()
    assert len(mail.outbox) == 1


def test_accounts_that_are_switched_off_or_have_no_password_get_none():
    factories.UserFactory(email="off@example.org", is_active=False)
    other = factories.UserFactory(email="service@example.org")
    other.set_unusable_password()
    other.save()
    for email in ("off@example.org", "service@example.org"):
        ask(email)
    work()
    assert mail.outbox == []


def test_a_new_password_ends_all_sessions_and_leaves_the_second_step_in_place():
    user = with_app()
    before = give_password(user).client
    client = ask(user.email)
    work()
    link = re.search(r"http\S+(/admin/password_reset/confirm/\S+)", mail.outbox[0].body)[1]
    form = client.get(link).url
    short = client.post(form, {"new_password1": "passwort1234", "new_password2": "passwort1234"})
    assert "vier Wörter" in short.content.decode()
    answer = client.post(form, {"new_password1": NEW, "new_password2": NEW})
    assert answer.url == f"{ASK}complete/"
    assert not is_in(client)
    assert User.objects.get(pk=user.pk).check_password(NEW)
    assert before.get(CODE).url == LOGIN
    answer = client.post(LOGIN, {"username": user.username, "password": NEW})
    assert answer.url.startswith(CODE)
    assert client.get(link).status_code == 200  # the link is spent
    assert "new_password1" not in client.get(link).content.decode()
