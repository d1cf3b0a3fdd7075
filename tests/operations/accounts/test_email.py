"""Another e-mail address takes an account over: it needs a fresh code, and the old one is told."""

import pytest
from bs4 import BeautifulSoup
from django.core import mail

from tests import factories
from tests.operations.accounts.signing_in import CODE, all_the_way, code_now, with_app
from tests.operations.accounts.test_own_and_others import stale
from tests.operations.accounts.test_sessions import account_form
from tests.people import signed_in

pytestmark = pytest.mark.django_db

ACCOUNT = "/admin/account/"
OTHER = {"name_email-email": "other@example.org"}


def test_a_session_left_open_does_not_change_ones_own_address():
    user = with_app()
    former = user.email
    client = stale(all_the_way(user))
    page = BeautifulSoup(client.get(ACCOUNT).content, "html5lib")
    field = page.find("input", {"name": "name_email-email"})
    assert field.has_attr("readonly")
    assert page.find("a", href=f"{CODE}?next={ACCOUNT}")
    answer = client.post(ACCOUNT, account_form(user, **OTHER))
    assert answer.status_code == 200
    assert "Geben Sie zuerst einen Code" in answer.content.decode()
    user.refresh_from_db()
    assert user.email == former
    # All else is saved as ever.
    assert client.post(ACCOUNT, account_form(user)).status_code == 302
    user.refresh_from_db()
    assert (user.email, user.first_name) == (former, "A")


def test_after_a_code_it_is_changed_and_the_former_address_is_told():
    user = with_app()
    former = user.email
    client = stale(all_the_way(user))
    client.post(CODE, {"code": code_now(later=1), "next": ACCOUNT})
    field = BeautifulSoup(client.get(ACCOUNT).content, "html5lib").find(
        "input", {"name": "name_email-email"}
    )
    assert not field.has_attr("readonly")
    mail.outbox.clear()
    assert client.post(ACCOUNT, account_form(user, **OTHER)).status_code == 302
    user.refresh_from_db()
    assert user.email == "other@example.org"
    [told] = mail.outbox
    assert told.to == [former]
    assert told.subject.endswith("Ihre E-Mail-Adresse wurde geändert")
    assert "other@example.org" not in told.body


def test_whoever_has_no_app_is_not_asked_for_a_code():
    user = factories.UserFactory()
    answer = signed_in(user).post(ACCOUNT, account_form(user, **OTHER))
    assert answer.status_code == 302
    user.refresh_from_db()
    assert user.email == "other@example.org"
