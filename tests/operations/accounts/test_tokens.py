"""Tokens for the API end with what they rest on, and are not made by a session left open."""

import pytest
from django.core import mail
from django.core.management import call_command
from wagtail.models import APIToken

from operations.accounts import codes
from tests.operations.accounts.signing_in import CODE, all_the_way, code_now, with_app
from tests.operations.accounts.test_own_and_others import stale
from tests.people import signed_in

pytestmark = pytest.mark.django_db

NEW = "/admin/api-tokens/new/"


def new_password(user) -> None:
    user.set_password("Regenschirm Teppich Vulkan")
    user.save()


def switched_off(user) -> None:
    user.is_active = False
    user.save()


def switched_off_in_bulk(user) -> None:
    address = f"/admin/bulk/core/user/set_active_state/?id={user.pk}"
    answer = signed_in("administrator").post(address, {"mark_as_active": "False"})
    assert answer.status_code == 302


def sessions_ended(user) -> None:
    call_command("second_factor", user.username, "--end-sessions")


def reset_by_command(user) -> None:
    call_command("second_factor", user.username, "--reset")


def reset(user) -> None:
    codes.remove(user)


@pytest.mark.parametrize(
    "happening",
    [new_password, switched_off, switched_off_in_bulk, sessions_ended, reset_by_command, reset],
)
def test_tokens_end_with_what_they_rest_on(happening):
    user, other = with_app(), with_app()
    token = APIToken.create_token(user=user, name="one")[0]
    before = APIToken.create_token(user=user, name="revoked long ago")[0]
    before.revoke()
    theirs = APIToken.create_token(user=other, name="theirs")[0]
    happening(user)
    then = before.revoked_at
    for each in (token, before, theirs):
        each.refresh_from_db()
    assert token.revoked_at is not None
    assert before.revoked_at == then
    assert theirs.revoked_at is None


def test_what_leaves_an_account_as_it_is_leaves_its_tokens():
    user = with_app()
    token = APIToken.create_token(user=user, name="one")[0]
    user.first_name = "Ada"
    user.save()
    token.refresh_from_db()
    assert token.revoked_at is None


def test_a_new_token_needs_a_fresh_code_and_its_owner_is_told():
    user = with_app()
    client = stale(all_the_way(user))
    form = {"name": "Abgleich", "user": user.pk}
    for answer in (client.get(NEW), client.post(NEW, form)):
        assert answer.url == f"{CODE}?next={NEW}"
    assert not APIToken.objects.exists()
    assert client.post(CODE, {"code": code_now(later=1), "next": NEW}).url == NEW
    mail.outbox.clear()
    assert client.post(NEW, form).status_code == 200
    assert APIToken.objects.get().user == user
    [told] = mail.outbox
    assert told.to == [user.email]
    assert "Abgleich" in told.body
    assert told.subject.endswith("Für Ihr Konto gibt es ein neues API-Token")
