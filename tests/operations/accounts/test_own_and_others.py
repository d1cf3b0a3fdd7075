"""One's own second step, and that of people whom one looks after."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from wagtail.log_actions import registry

from core.models import User
from operations.accounts.models import AuthenticatorApp, RecoveryCode
from tests import factories
from tests.operations.accounts.signing_in import (
    CODE,
    KEY,
    SET_UP,
    all_the_way,
    code_now,
    give_password,
    is_in,
    with_app,
)
from tests.people import person, signed_in
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

OWN = "/admin/account/two-step/"


def stale(client):
    """A browser whose last code was given an hour ago."""
    session = client.session
    session["second_step_done_at"] -= 3600
    session.save()
    return client


def actions_of(user) -> list[str]:
    return [entry.action for entry in registry.get_logs_for_instance(user)]


def test_the_account_says_whether_one_signs_in_in_two_steps():
    assert "Passwort allein" in signed_in("administrator").get("/admin/account/").content.decode()
    user = with_app()
    RecoveryCode.renew(user)
    page = all_the_way(user).get("/admin/account/").content.decode()
    assert "10 Notfall-Codes sind übrig" in page
    assert OWN in page


def test_new_recovery_codes_need_a_fresh_code_and_void_the_old_ones():
    user = with_app()
    old = RecoveryCode.renew(user)
    client = stale(all_the_way(user))
    assert client.post(f"{OWN}codes/").url.startswith(CODE)
    assert client.post(CODE, {"code": code_now(later=1), "next": OWN}).url == OWN
    page = client.post(f"{OWN}codes/").content.decode()
    assert not any(code in page for code in old)
    assert page.count("<li><code>") == 10
    assert not RecoveryCode.use(user, old[0])
    assert mail.outbox[-1].to == [user.email]


def test_another_app_needs_a_fresh_code():
    client = stale(all_the_way(with_app()))
    assert client.get(SET_UP).url.startswith(CODE)
    client.post(CODE, {"code": code_now(later=1)})
    assert client.get(SET_UP).status_code == 200
    key = client.session["second_step_new_key"]["key"]
    assert client.post(SET_UP, {"code": code_now(key)}).status_code == 200
    assert AuthenticatorApp.objects.get().key == key != KEY
    assert is_in(client)


def test_it_can_be_turned_off_only_where_it_is_not_required(settings):
    user = with_app()
    client = all_the_way(user)
    settings.SECOND_FACTOR_REQUIRED = True
    assert f"{OWN}off/" not in client.get(OWN).content.decode()
    client.post(f"{OWN}off/")
    assert AuthenticatorApp.objects.filter(user=user).exists()
    settings.SECOND_FACTOR_REQUIRED = False
    assert f"{OWN}off/" in client.get(OWN).content.decode()
    assert client.post(f"{OWN}off/").url == OWN
    assert not AuthenticatorApp.objects.filter(user=user).exists()
    assert is_in(client)
    assert "operations.second_step.removed" in actions_of(user)


def test_managers_see_who_signs_in_in_two_steps_and_reset_it():
    user = with_app("editors-nw")
    manager = signed_in("managers")
    page = manager.get("/admin/users/").content.decode()
    assert f"/admin/users/{user.pk}/two-step/" in page
    assert "Zwei Schritte" in page
    theirs = all_the_way(user)
    assert manager.get(f"/admin/users/{user.pk}/two-step/").status_code == 200
    assert manager.post(f"/admin/users/{user.pk}/two-step/").url == "/admin/users/"
    assert not AuthenticatorApp.objects.filter(user=user).exists()
    assert not is_in(theirs)
    assert mail.outbox[-1].to == [user.email]
    assert "zurückgesetzt" in mail.outbox[-1].subject
    assert "operations.second_step.reset" in actions_of(user)


def test_managers_leave_administrators_alone_and_editors_leave_everybody_alone():
    administrator, editor = with_app(), with_app("editors-nw")
    for role, user in (("managers", administrator), ("editors-bw", editor)):
        client = signed_in(role)
        assert client.post(f"/admin/users/{user.pk}/two-step/").status_code in (302, 403)
        assert AuthenticatorApp.objects.filter(user=user).exists()
    page = signed_in("managers").get("/admin/users/").content.decode()
    assert f"/admin/users/{administrator.pk}/two-step/" not in page


def test_managers_do_not_touch_administrators_in_bulk_either():
    administrator = factories.UserFactory()
    client = signed_in("managers")
    for action, form in (
        ("set_active_state", {"mark_as_active": "False"}),
        ("assign_role", {"role": "1"}),
        ("delete", {}),
    ):
        client.post(f"/admin/bulk/core/user/{action}/?id={administrator.pk}", form)
    administrator.refresh_from_db()
    assert administrator.is_active
    assert not administrator.groups.exists()


def test_a_session_left_open_is_not_enough_to_reset_others():
    manager, user = with_app("managers"), with_app("editors-nw")
    client = stale(all_the_way(manager))
    answer = client.post(f"/admin/users/{user.pk}/two-step/")
    assert answer.url == f"{CODE}?next=/admin/users/{user.pk}/two-step/"
    assert AuthenticatorApp.objects.filter(user=user).exists()


def test_a_session_left_open_is_not_enough_to_make_or_change_accounts():
    manager, user = with_app("managers"), with_app("editors-nw")
    client = stale(all_the_way(manager))
    number, password = User.objects.count(), user.password
    form = {
        "username": "new",
        "email": "new@example.org",
        "first_name": "A",
        "last_name": "B",
        "password1": "Regenschirm Teppich Vulkan",
        "password2": "Regenschirm Teppich Vulkan",
    }
    bulk = f"/admin/bulk/core/user/set_active_state/?id={user.pk}"
    for address in ("/admin/users/new/", f"/admin/users/edit/{user.pk}/"):
        assert client.get(address).url == f"{CODE}?next={address}"
        assert client.post(address, form).url == f"{CODE}?next={address}"
    answer = client.post(bulk, {"mark_as_active": "False"})
    assert parse_qs(urlsplit(answer.url).query)["next"] == [bulk]
    user.refresh_from_db()
    assert (User.objects.count(), user.password, user.is_active) == (number, password, True)
    client.post(CODE, {"code": code_now(later=1)})
    assert client.post("/admin/users/new/", form).status_code == 302
    assert User.objects.filter(username="new").exists()


def test_nor_to_make_an_app_for_somebody_in_djangos_admin():
    client = stale(all_the_way(with_app()))
    address = "/django-admin/otp_totp/totpdevice/add/"
    assert client.get(address).url == f"{CODE}?next={address}"
    assert client.post(address, {}).url == f"{CODE}?next={address}"
    client.post(CODE, {"code": code_now(later=1)})
    assert client.get(address).status_code == 200


def test_a_form_that_a_code_has_opened_can_be_filled_in_at_leisure():
    user = with_app("editors-nw")
    client = all_the_way(with_app("managers"))
    session = client.session
    session["second_step_done_at"] -= 20 * 60
    session.save()
    address = f"/admin/users/edit/{user.pk}/"
    assert client.get(address).status_code == 302
    assert client.post(address, {}).status_code == 200  # what is missing is said


def test_nobody_resets_their_own_past_the_code():
    user = with_app("managers")
    all_the_way(user).post(f"/admin/users/{user.pk}/two-step/")
    assert AuthenticatorApp.objects.filter(user=user).exists()


def test_the_list_of_users_asks_no_more_queries_for_more_users():
    client = signed_in("administrator")
    client.get("/admin/users/")
    few = queries_of(lambda: client.get("/admin/users/"))
    for _i in range(5):
        with_app()
    assert len(queries_of(lambda: client.get("/admin/users/"))) == len(few)


def test_a_command_lets_the_last_administrator_in_again(capsys):
    user = with_app(username="boss")
    client = all_the_way(user)
    call_command("second_factor", "boss")
    assert "0 recovery codes left" in capsys.readouterr().out
    assert AuthenticatorApp.objects.exists()
    call_command("second_factor", "boss", "--reset", "--unlock")
    assert "boss: no second step." in capsys.readouterr().out
    assert not is_in(client)
    assert "operations.second_step.reset" in actions_of(user)
    assert mail.outbox[-1].to == [user.email]
    assert give_password(user).url == "/admin/"
    with pytest.raises(CommandError, match="no account"):
        call_command("second_factor", "nobody")


def test_a_command_ends_the_sessions_of_an_account():
    user = person("editors-nw")
    client = give_password(user).client
    call_command("second_factor", user.username, "--end-sessions")
    assert not is_in(client)
