"""The second step: asked for, good once, slower with each mistake."""

import pytest
from django.core import mail
from django.utils import timezone

from operations.accounts.models import AuthenticatorApp, RecoveryCode
from tests.operations.accounts.signing_in import (
    CODE,
    LOGIN,
    RECOVERY,
    SET_UP,
    all_the_way,
    code_now,
    give_password,
    half_way,
    is_in,
    with_app,
    wrong_code,
)
from tests.people import person, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


def test_a_password_leads_to_the_code_and_the_code_to_where_one_wanted_to_go():
    user = with_app()
    answer = give_password(user)
    assert answer.url == f"{CODE}?next=%2Fadmin%2F"
    client = answer.client
    assert not is_in(client)
    assert client.get(LOGIN + "?next=/admin/reports/").url == f"{CODE}?next=%2Fadmin%2Freports%2F"
    page = client.get(CODE).content.decode()
    assert 'autocomplete="one-time-code"' in page
    assert "Zweiter Schritt" in page
    code = code_now()
    answer = client.post(CODE, {"code": f" {code[:3]} {code[3:]}", "next": "/admin/pages/"})
    assert answer.url == "/admin/pages/"
    assert is_in(client)


def test_nobody_is_led_to_another_website():
    client = half_way(with_app())
    answer = client.post(CODE, {"code": code_now(), "next": "https://evil.example/"})
    assert answer.url == "/admin/"


def test_a_code_is_good_once():
    user = with_app()
    code = code_now()
    assert half_way(user).post(CODE, {"code": code}).status_code == 302
    again = half_way(user)
    assert again.post(CODE, {"code": code}).status_code == 200
    assert not is_in(again)


def test_each_wrong_code_makes_one_wait_for_longer():
    user = with_app()
    client = half_way(user)
    page = client.post(CODE, {"code": wrong_code()}).content.decode()
    assert "nicht richtig" in page
    # The right one at once is not looked at.
    page = client.post(CODE, {"code": code_now()}).content.decode()
    assert "Bitte warten Sie" in page
    assert not is_in(client)
    app = AuthenticatorApp.objects.get(user=user)
    for number, seconds in ((1, 1), (5, 16), (12, 2048), (13, 3600), (30, 3600)):
        app.throttling_failure_count = number
        app.throttling_failure_timestamp = timezone.now()
        __, data = app.verify_is_allowed()
        waits = data["locked_until"] - app.throttling_failure_timestamp
        assert round(waits.total_seconds()) == seconds
    app.throttle_increment()
    assert app.throttling_failure_count == 30


def test_wrong_codes_lock_the_account_for_this_address_and_the_owner_is_told(monkeypatch):
    monkeypatch.setattr(AuthenticatorApp, "get_throttle_factor", lambda app: 0)
    user = with_app()
    client = half_way(user)
    answers = [client.post(CODE, {"code": wrong_code()}) for _i in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
    assert int(answers[-1]["Retry-After"]) > 0
    assert client.post(CODE, {"code": code_now()}).status_code == 429
    [told] = mail.outbox
    assert told.to == [user.email]
    assert "Passwort" in told.body


def test_what_is_no_code_costs_no_attempt():
    user = with_app()
    client = half_way(user)
    for text in ("", "12345", "abcdef", "１２３４５６"):
        assert client.post(CODE, {"code": text}).status_code == 200
    assert client.post(CODE, {"code": code_now()}).status_code == 302


def test_a_recovery_code_is_good_once_and_its_owner_is_told():
    user = with_app()
    first, *others = RecoveryCode.renew(user)
    assert len(others) == 9
    client = half_way(user)
    typed = first.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert client.post(RECOVERY, {"code": typed}).status_code == 302
    assert is_in(client)
    assert RecoveryCode.objects.left().filter(user=user).count() == 9
    assert "9" in mail.outbox[0].body
    again = half_way(user)
    assert again.post(RECOVERY, {"code": first}).status_code == 200
    assert not is_in(again)


def test_recovery_codes_are_kept_as_hashes():
    user = with_app()
    codes = RecoveryCode.renew(user)
    kept = "".join(f"{code.name}{code.secret}" for code in RecoveryCode.objects.all())
    assert not any(code.replace("-", "")[4:] in kept for code in codes)


def test_recovery_codes_of_others_open_nothing(monkeypatch):
    monkeypatch.setattr(AuthenticatorApp, "get_throttle_factor", lambda app: 0)
    user, other = with_app(), with_app()
    [code, *__] = RecoveryCode.renew(other)
    client = half_way(user)
    assert client.post(RECOVERY, {"code": code}).status_code == 200
    assert RecoveryCode.objects.left().filter(user=other).count() == 10


def test_the_session_has_a_new_key_after_each_step():
    user = with_app()
    client = half_way(user)
    before = client.session.session_key
    client.post(CODE, {"code": code_now()})
    assert client.session.session_key != before


def test_who_has_none_sets_it_up_at_the_first_sign_in(required):
    user = person("editors-nw")
    answer = give_password(user)
    assert answer.url.startswith(SET_UP)
    client = answer.client
    assert not is_in(client)
    page = client.get(SET_UP).content.decode()
    picture = page[page.index("two-step-qr") :]
    assert "http" not in picture[: picture.index("</svg>")]
    key = client.session["second_step_new_key"]["key"]
    assert client.post(SET_UP, {"code": wrong_code(key)}).status_code == 200
    assert not AuthenticatorApp.objects.filter(user=user).exists()
    page = client.post(SET_UP, {"code": code_now(key), "next": "/admin/pages/"})
    assert page["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    assert page.content.decode().count("<li><code>") == 10
    assert is_in(client)
    assert mail.outbox[-1].to == [user.email]
    # The code that proved it is spent.
    again = half_way(user)
    assert again.post(CODE, {"code": code_now(key)}).status_code == 200


def test_two_sessions_with_the_password_are_offered_different_secrets(required):
    user = person("editors-nw")
    offers = set()
    for client in (half_way(user), half_way(user)):
        client.get(SET_UP)
        offers.add(client.session["second_step_new_key"]["key"])
    assert len(offers) == 2


def test_who_has_an_app_can_not_set_up_another_with_the_password_alone():
    user = with_app()
    client = half_way(user)
    assert client.get(SET_UP).url == CODE
    assert client.post(SET_UP, {"code": "123456"}).url == CODE


def test_who_is_not_required_to_and_has_none_signs_in_with_the_password():
    answer = give_password(person("editors-nw"))
    assert answer.url == "/admin/"
    assert is_in(answer.client)


def test_whoever_was_let_in_past_the_pages_is_not_in_either(required):
    client = signed_in("administrator")  # as any code that calls `login` would
    assert not is_in(client)
    client = signed_in(with_app())
    assert not is_in(client)


def test_half_a_sign_in_ends_after_a_quarter_of_an_hour():
    client = half_way(with_app())
    session = client.session
    session["signed_in_at"] -= 16 * 60
    session.save()
    assert client.post(CODE, {"code": code_now()}).url == LOGIN


def test_a_session_whose_app_is_gone_is_not_in(required):
    user = with_app()
    client = all_the_way(user)
    assert is_in(client)
    AuthenticatorApp.objects.filter(user=user).delete()
    assert not is_in(client)
