"""What ends a session."""

import pytest
from django.core import mail
from django.test import Client

from tests import factories
from tests.operations.accounts.signing_in import (
    PASSWORD,
    all_the_way,
    give_password,
    is_in,
    with_app,
)
from tests.people import signed_in

pytestmark = pytest.mark.django_db

NEW = "Regenschirm Teppich Vulkan"


def two_browsers(user) -> tuple[Client, Client]:
    return give_password(user).client, give_password(user).client


def account_form(user, **values) -> dict[str, str]:
    return {
        "name_email-first_name": "A",
        "name_email-last_name": "B",
        "name_email-email": user.email,
        "notifications-submitted_notifications": "on",
        "locale-preferred_language": "de",
        "locale-current_time_zone": "Europe/Berlin",
        "theme-theme": "system",
        "theme-density": "default",
        "theme-contrast": "system",
        **values,
    }


def test_a_new_password_ends_all_other_sessions():
    user = factories.UserFactory()
    here, there = two_browsers(user)
    answer = here.post(
        "/admin/account/",
        account_form(
            user,
            **{
                "password-old_password": PASSWORD,
                "password-new_password1": NEW,
                "password-new_password2": NEW,
            },
        ),
    )
    assert answer.status_code == 302
    assert is_in(here)
    assert not is_in(there)
    [told] = mail.outbox
    assert told.to == [user.email]
    assert told.subject.endswith("Ihr Passwort wurde geändert")


def test_an_account_that_is_switched_off_stays_signed_out_when_it_is_on_again():
    user = factories.UserFactory()
    client = give_password(user).client
    user.is_active = False
    user.save()
    assert not is_in(client)
    user.is_active = True
    user.save(update_fields=["is_active"])
    assert not is_in(client)


def test_so_does_one_that_is_switched_off_in_bulk():
    user = factories.UserFactory()
    client = give_password(user).client
    address = f"/admin/bulk/core/user/set_active_state/?id={user.pk}"
    administrator = signed_in("administrator")
    for is_active in ("False", "True"):
        answer = administrator.post(address, {"mark_as_active": is_active})
        assert answer.status_code == 302
    user.refresh_from_db()
    assert user.is_active
    assert not is_in(client)


def test_a_session_ends_when_nobody_does_anything(settings):
    client = signed_in("administrator")
    assert is_in(client)
    session = client.session
    session["last_seen_at"] -= settings.SESSION_IDLE_MINUTES * 60 + 61
    session.save()
    answer = client.get("/admin/account/", follow=True)
    assert "Sie wurden abgemeldet" in answer.content.decode()


def test_a_page_that_is_left_open_does_not_keep_a_session_alive():
    client = signed_in("administrator")
    session = client.session
    session["last_seen_at"] -= 600
    session.save()
    before = client.session["last_seen_at"]
    client.post("/admin/editing-sessions/ping/home/homepage/1/1/")
    assert client.session["last_seen_at"] == before
    assert is_in(client)
    assert client.session["last_seen_at"] > before


def test_a_session_ends_after_a_working_day_whatever_happens_in_it(settings):
    client = signed_in("administrator")
    session = client.session
    session["signed_in_at"] -= settings.SESSION_MAX_HOURS * 3600 + 1
    session.save()
    assert not is_in(client)
    assert "_auth_user_id" not in client.session


def test_a_session_that_is_in_use_is_not_written_with_each_request(django_assert_max_num_queries):
    client = signed_in("administrator")
    is_in(client)
    before = dict(client.session)
    is_in(client)
    assert dict(client.session) == before


def test_signing_in_gives_the_session_a_new_key(settings):
    client = Client()
    session = client.session
    session["something"] = 1
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    give_password(factories.UserFactory(), client)
    assert client.session.session_key != session.session_key


def test_one_can_sign_out_everywhere_else():
    user = factories.UserFactory()
    here, there = two_browsers(user)
    assert here.post("/admin/account/sessions/end/").url == "/admin/account/two-step/"
    assert is_in(here)
    assert not is_in(there)


def test_somebody_who_is_in_by_two_steps_can_sign_out_everywhere_else_and_stays_in(settings):
    settings.SECOND_FACTOR_REQUIRED = True
    client = all_the_way(with_app())
    client.post("/admin/account/sessions/end/")
    assert is_in(client)
