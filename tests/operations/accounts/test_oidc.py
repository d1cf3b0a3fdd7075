"""Signing in through another service: believed is what it has signed, for us, and just now."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from joserfc.jwk import RSAKey
from wagtail.models import APIToken

from core.models import User
from editing.models import Role
from operations.accounts.models import ExternalIdentity
from operations.accounts.oidc import client as oidc_client
from tests import factories
from tests.operations.accounts.provider import CLIENT_ID, CLIENT_SECRET, Provider, providing
from tests.operations.accounts.signing_in import LOGIN, SET_UP, is_in
from tests.people import person

pytestmark = pytest.mark.django_db

BEGIN, BACK = "/admin/login/service/", "/admin/login/service/back/"


@pytest.fixture(scope="module")
def running() -> Iterator[Provider]:
    with providing() as provider:
        yield provider


@pytest.fixture
def provider(running: Provider, settings) -> Provider:
    """The provider as it tells the truth; the website knows it."""
    running.__init__(running.issuer)
    oidc_client._registered.cache_clear()
    settings.OIDC_ISSUER = running.issuer
    settings.OIDC_CLIENT_ID = CLIENT_ID
    settings.OIDC_CLIENT_SECRET = CLIENT_SECRET
    settings.OIDC_NAME = "Haus-Anmeldung"
    settings.OIDC_EMAIL_DOMAINS = ["example.org"]
    settings.OIDC_GROUPS = {"web-nrw": "editors-nw", "web-release": "publishers"}
    settings.OIDC_SECOND_FACTOR = "trusted"
    settings.WAGTAILADMIN_BASE_URL = "http://testserver"
    return running


@pytest.fixture
def ada(home) -> Any:
    return person("editors-nw", username="ada", email="ada@example.org")


def sign_in(provider: Provider, client: Client | None = None, next_address: str = "") -> Any:
    """The answer to whoever comes back from the provider; `.client` is the browser."""
    client = client or Client()
    there = client.get(BEGIN, {"next": next_address} if next_address else {})
    assert there.status_code == 302
    assert there.url.startswith(f"{provider.issuer}/authorise?")
    provider.claims.setdefault("groups", ["web-nrw"])
    return client.get(f"{BACK}?{provider.authorise(there.url)}")


def test_there_is_no_button_and_no_address_without_a_service():
    assert "login/service" not in Client().get(LOGIN).content.decode()
    assert Client().get(BEGIN).status_code == 404
    assert Client().get(BACK).status_code == 404


def test_somebody_with_an_account_signs_in(provider, ada):
    page = Client().get(LOGIN).content.decode()
    assert "Mit Haus-Anmeldung anmelden" in page
    answer = sign_in(provider, next_address="/admin/pages/")
    assert answer.url == "/admin/pages/"
    assert is_in(answer.client)
    assert ExternalIdentity.objects.get().user == ada
    # Known by the service's key from now on, whatever becomes of the address.
    provider.claims["email"] = "ada.new@example.org"
    assert is_in(sign_in(provider).client)


def test_what_is_asked_for_has_state_nonce_and_pkce(provider):
    address = Client().get(BEGIN).url
    for part in ("state=", "nonce=", "code_challenge=", "code_challenge_method=S256"):
        assert part in address
    assert "redirect_uri=http%3A%2F%2Ftestserver%2Fadmin%2Flogin%2Fservice%2Fback%2F" in address
    assert CLIENT_SECRET not in address


def lies() -> dict[str, dict[str, Any]]:
    now = int(time.time())
    return {
        "another audience": {"claims": {"aud": "another-website"}},
        "several audiences without ours": {"claims": {"aud": ["a", "b"]}},
        "made for another party": {"claims": {"aud": [CLIENT_ID, "b"], "azp": "b"}},
        "another issuer": {"claims": {"iss": "https://evil.example"}},
        "expired": {"claims": {"exp": now - 600, "iat": now - 900}},
        "without an end": {"claims": {"exp": None}},
        "from the future": {"claims": {"iat": now + 3600}},
        "another nonce": {"claims": {"nonce": "another"}},
        "no nonce": {"claims": {"nonce": None}},
        "nobody": {"claims": {"sub": None}},
        "another key": {"key": RSAKey.generate_key(2048, {"kid": "one"})},
        "unsigned": {"header": {"alg": "none"}},
        "signed with the shared secret": {"header": {"alg": "HS256"}},
    }


@pytest.mark.filterwarnings("ignore::joserfc.errors.SecurityWarning")
@pytest.mark.parametrize("lie", lies())
def test_a_token_that_is_not_right_lets_nobody_in(provider, ada, lie):
    for name, value in lies()[lie].items():
        setattr(provider, name, value)
    answer = sign_in(provider)
    assert answer.url == LOGIN
    assert not is_in(answer.client)
    assert not ExternalIdentity.objects.exists()
    page = answer.client.get(LOGIN).content.decode()
    assert "hat nicht geklappt" in page


def test_an_answer_that_nobody_asked_for_lets_nobody_in(provider, ada):
    client, other = Client(), Client()
    provider.claims = {"groups": ["web-nrw"]}
    query = provider.authorise(client.get(BEGIN).url)
    # Somebody else's answer, as in an attack that signs a victim in to the attacker's account.
    assert other.get(f"{BACK}?{query}").url == LOGIN
    assert not is_in(other)
    assert client.get(f"{BACK}?{query.replace('state=', 'state=x')}").url == LOGIN
    assert client.get(f"{BACK}?error=access_denied").url == LOGIN
    assert client.get(f"{BACK}?{query}").url == "/admin/"
    # Nor is an answer good twice.
    assert Client().get(f"{BACK}?{query}").url == LOGIN


def test_a_service_that_is_gone_is_said(provider, ada, settings):
    settings.OIDC_ISSUER = "http://127.0.0.1:9"
    assert Client().get(BEGIN).url == LOGIN


def test_a_service_that_calls_itself_something_else_is_not_used(provider):
    provider.metadata["issuer"] = "https://evil.example"
    assert Client().get(BEGIN).url == LOGIN


@pytest.mark.parametrize(
    ("claims", "said"),
    [
        ({"email_verified": False}, "nicht bestätigt"),
        ({"email_verified": None}, "nicht bestätigt"),
        ({"email_verified": "true"}, "nicht bestätigt"),
        ({"email": "ada@evil.example"}, "dieser Art"),
        ({"email": "ada@example.org.evil.example"}, "dieser Art"),
        ({"email": "new@example.org"}, "kein Konto"),
        ({"groups": ["something-else"]}, "keine Rolle"),
    ],
)
def test_who_may_not_come_in_is_told_why(provider, ada, claims, said):
    provider.claims = claims
    answer = sign_in(provider)
    assert answer.url == LOGIN
    assert not is_in(answer.client)
    assert said in answer.client.get(LOGIN).content.decode()
    assert User.objects.count() == 1


def test_an_account_is_made_only_if_that_is_wanted(provider, ada, settings):
    settings.OIDC_CREATE_ACCOUNTS = True
    provider.claims = {"sub": "2", "email": "new@example.org", "given_name": "Grace"}
    assert is_in(sign_in(provider).client)
    made = User.objects.get(email="new@example.org")
    assert not made.has_usable_password()
    assert made.first_name == "Grace"
    assert [group.role.key for group in made.groups.all()] == ["editors-nw"]


def test_an_address_that_was_given_to_somebody_else_does_not_open_the_account(provider, ada):
    sign_in(provider)
    provider.claims = {"sub": "another-person"}
    answer = sign_in(provider)
    assert not is_in(answer.client)


def test_roles_follow_the_groups_of_the_service_and_others_stay(provider, ada):
    from django.contrib.auth.models import Group

    extra = Group.objects.create(name="Von Hand")
    ada.groups.add(extra)
    provider.claims = {"groups": ["web-release"]}
    sign_in(provider)
    names = {getattr(group, "role", None) and group.role.key for group in ada.groups.all()}
    assert names == {"publishers", None}


def test_whoever_loses_all_groups_there_loses_all_roles_and_open_windows_here(provider, ada):
    open_window = sign_in(provider).client
    assert is_in(open_window)
    token = APIToken.create_token(user=ada, name="one")[0]
    provider.claims = {"groups": []}
    answer = sign_in(provider)
    assert not is_in(answer.client)
    assert "keine Rolle" in answer.client.get(LOGIN).content.decode()
    assert not ada.groups.exists()
    token.refresh_from_db()
    assert token.revoked_at is not None
    assert not is_in(open_window)
    ada.groups.add(Role.objects.get(key="editors-nw").group)
    assert not is_in(open_window)


def test_no_account_is_left_behind_for_whoever_has_no_role(provider, ada, settings):
    settings.OIDC_CREATE_ACCOUNTS = True
    provider.claims = {"sub": "2", "email": "new@example.org", "groups": ["something-else"]}
    assert not is_in(sign_in(provider).client)
    assert not User.objects.filter(email="new@example.org").exists()
    assert not ExternalIdentity.objects.filter(subject="2").exists()


@pytest.mark.parametrize(("groups", "may_come_in"), [([], False), (["web-nrw"], True)])
def test_who_is_no_administrator_there_any_more_is_none_here(
    provider, ada, settings, groups, may_come_in
):
    settings.OIDC_ADMINISTRATORS = "web-admin"
    provider.claims = {"groups": ["web-admin"]}
    open_window = sign_in(provider).client
    ada.refresh_from_db()
    assert ada.is_superuser
    provider.claims = {"groups": groups}
    assert is_in(sign_in(provider).client) == may_come_in
    ada.refresh_from_db()
    assert (ada.is_superuser, ada.is_staff) == (False, False)
    assert ada.groups.count() == len(groups)
    assert not is_in(open_window)


def test_an_administrator_of_this_website_alone_stays_one(provider, home, settings):
    person("editors-nw")  # so that there are roles
    boss = factories.UserFactory(email="ada@example.org")
    settings.OIDC_ADMINISTRATORS = "web-admin"
    assert not is_in(sign_in(provider).client)
    boss.refresh_from_db()
    assert boss.is_superuser
    assert not ExternalIdentity.objects.exists()


def test_an_administrator_is_let_in_only_by_the_group_that_is_named(provider, home, settings):
    person("editors-nw")  # so that there are roles
    boss = factories.UserFactory(email="ada@example.org")
    answer = sign_in(provider)
    assert not is_in(answer.client)
    assert "mit ihrem Passwort" in answer.client.get(LOGIN).content.decode()
    settings.OIDC_ADMINISTRATORS = "web-admin"
    provider.claims = {"groups": ["web-admin"]}
    assert is_in(sign_in(provider).client)
    boss.refresh_from_db()
    assert boss.is_superuser


def test_nobody_becomes_an_administrator_by_a_group_that_is_not_named(provider, ada, settings):
    provider.claims = {"groups": ["web-admin", "", "web-nrw"]}
    sign_in(provider)
    ada.refresh_from_db()
    assert not ada.is_superuser


def test_an_account_that_is_switched_off_stays_so(provider, ada):
    ada.is_active = False
    ada.save()
    answer = sign_in(provider)
    assert "abgeschaltet" in answer.client.get(LOGIN).content.decode()


@pytest.mark.parametrize(
    ("trust", "methods", "is_enough"),
    [
        ("own", ["mfa"], False),
        ("amr", ["pwd"], False),
        ("amr", ["pwd", "otp"], True),
        ("amr", None, False),
        ("trusted", None, True),
    ],
)
def test_who_asks_for_the_second_step_is_a_setting(
    provider, ada, settings, trust, methods, is_enough
):
    settings.SECOND_FACTOR_REQUIRED = True
    settings.OIDC_SECOND_FACTOR = trust
    provider.claims = {"amr": methods}
    answer = sign_in(provider)
    assert is_in(answer.client) == is_enough
    if not is_enough:
        assert answer.url.startswith(SET_UP)


def test_what_the_token_leaves_out_is_asked_for(provider, ada):
    provider.claims = {"email": None, "email_verified": None, "groups": None}
    provider.userinfo = {
        "sub": "person-1",
        "email": "ada@example.org",
        "email_verified": True,
        "groups": "web-nrw",
    }
    assert is_in(sign_in(provider).client)
    provider.userinfo["sub"] = "somebody-else"
    assert not is_in(sign_in(provider).client)


def test_nobody_is_led_to_another_website(provider, ada):
    assert sign_in(provider, next_address="https://evil.example/").url == "/admin/"
