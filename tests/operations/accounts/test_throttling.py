"""How often somebody may try, and that the answer says nothing about who there is."""

import re
from datetime import timedelta

import pytest
from axes.models import AccessAttempt, AccessLog
from django.test import Client
from django.utils import timezone

from operations.accounts.throttling import ACCOUNT, ADDRESS, PAIR, WINDOW, Limit, unlock
from tests import factories
from tests.operations.accounts.signing_in import LOGIN, PASSWORD

pytestmark = pytest.mark.django_db

WRONG = "not the password"
HOME, ELSEWHERE = "203.0.113.7", "198.51.100.9"


def attempt(name: str, password: str = WRONG, address: str = HOME):
    client = Client(REMOTE_ADDR=address)
    return client.post(LOGIN, {"username": name, "password": password})


def back(**time):
    """As if all failures had happened so much earlier."""
    for row in AccessAttempt.objects.all():
        row.attempt_time -= timedelta(**time)
        row.save()


def test_an_account_is_closed_to_an_address_after_five_failures_and_opens_again():
    user = factories.UserFactory()
    answers = [attempt(user.username) for _i in range(PAIR.failures)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
    locked = attempt(user.username, PASSWORD)
    assert locked.status_code == 429
    assert locked["Retry-After"] == "300"
    assert "in 5 Minuten" in locked.content.decode()
    assert "no-store" in locked["Cache-Control"]
    # What is refused unread makes nobody wait for longer.
    back(minutes=5, seconds=1)
    assert attempt(user.username, PASSWORD).status_code == 302


def test_the_next_failure_after_a_lock_makes_one_wait_for_twice_as_long():
    for _i in range(PAIR.failures):
        attempt("somebody")
    back(minutes=6)
    assert attempt("somebody")["Retry-After"] == "600"


def test_names_that_do_not_exist_are_answered_in_the_same_way():
    user = factories.UserFactory(username="there")
    inactive = factories.UserFactory(username="gone", is_active=False)
    bodies = []
    for name in (user.username, "nobody", inactive.username):
        address = f"203.0.113.{len(bodies) + 1}"
        pages = [attempt(name, address=address) for _i in range(PAIR.failures)]
        bodies.append(
            [
                (page.status_code, page.get("Retry-After"), _without_name(page, name))
                for page in pages
            ]
        )
    assert bodies[0] == bodies[1] == bodies[2]


def _without_name(page, name: str) -> str:
    text = page.content.decode().replace(name, "NAME")
    return re.sub(r'(csrfmiddlewaretoken" value=|CSRF_TOKEN": ?)"\w+"', "", text)


def test_the_password_of_an_inactive_account_is_not_confirmed():
    user = factories.UserFactory(is_active=False)
    right = _without_name(attempt(user.username, PASSWORD), user.username)
    wrong = _without_name(attempt(user.username, WRONG), user.username)
    assert right == wrong


def test_one_address_can_not_try_many_accounts():
    for number in range(ADDRESS.failures):
        answer = attempt(f"name-{number}")
    assert answer.status_code == 429
    user = factories.UserFactory()
    assert attempt(user.username, PASSWORD).status_code == 429
    assert attempt(user.username, PASSWORD, ELSEWHERE).status_code == 302


def test_to_sign_in_does_not_clear_the_address():
    """An attacker with an account of their own could otherwise go on for ever."""
    mine = factories.UserFactory()
    for number in range(ADDRESS.failures - 1):
        attempt(f"name-{number}")
    assert attempt(mine.username, PASSWORD).status_code == 302
    assert attempt("one-more").status_code == 429


def test_many_addresses_can_not_try_one_account_and_its_owner_gets_in_all_the_same():
    user = factories.UserFactory()
    assert attempt(user.username, PASSWORD, HOME).status_code == 302
    for number in range(ACCOUNT.failures):
        answer = attempt(user.username, address=f"198.51.100.{number}")
    assert answer.status_code == 429
    assert attempt(user.username, PASSWORD, ELSEWHERE).status_code == 429
    # From where the owner has signed in before, only what happens there counts.
    assert attempt(user.username, PASSWORD, HOME).status_code == 302
    back(minutes=2)
    assert attempt(user.username, PASSWORD, ELSEWHERE).status_code == 302


def test_a_whole_network_of_ipv6_counts_as_one_address():
    user = factories.UserFactory()
    for number in range(PAIR.failures):
        answer = attempt(user.username, address=f"2001:db8:1:2::{number + 1}")
    assert answer.status_code == 429
    assert attempt(user.username, PASSWORD, "2001:db8:1:3::1").status_code == 302


def test_failures_are_forgotten_after_an_hour():
    user = factories.UserFactory()
    for _i in range(PAIR.failures - 1):
        attempt(user.username)
    back(seconds=WINDOW.total_seconds() + 1)
    assert attempt(user.username).status_code == 200
    assert AccessAttempt.objects.get().failures_since_start == 1


def test_neither_names_nor_addresses_nor_browsers_are_kept_of_failures():
    client = Client(REMOTE_ADDR=HOME, HTTP_USER_AGENT="Telltale/1.0", HTTP_ACCEPT="text/telltale")
    data = {"username": "my-secret-typed-by-mistake", "password": "x", "next": "/admin/telltale/"}
    client.post(LOGIN, data)
    client.post(LOGIN, data)
    [row] = AccessAttempt.objects.values()
    kept = " ".join(str(value) for value in row.values()).lower()
    assert row["failures_since_start"] == 2
    for secret in ("my-secret", HOME, "telltale", "x-forwarded", "csrf"):
        assert secret not in kept


def test_of_a_sign_in_the_name_the_time_and_a_pseudonym_of_the_address_are_kept():
    user = factories.UserFactory()
    attempt(user.username, PASSWORD)
    [row] = AccessLog.objects.values()
    assert row["username"] == user.username
    assert row["attempt_time"] <= timezone.now()
    kept = {key for key, value in row.items() if value}
    assert kept == {"id", "username", "ip_address", "attempt_time", "session_hash"}
    assert row["ip_address"].startswith("fd")


def test_a_command_opens_a_locked_account():
    user = factories.UserFactory()
    for _i in range(PAIR.failures):
        attempt(user.username)
    assert unlock(user.username) == 1
    assert attempt(user.username, PASSWORD).status_code == 302


@pytest.mark.parametrize(
    ("failures", "minutes"), [(0, 0), (4, 0), (5, 5), (6, 10), (7, 20), (8, 30), (10_000, 30)]
)
def test_the_wait_doubles_and_has_an_end(failures, minutes):
    limit = Limit(5, minutes=5, longest=30)
    assert limit.wait(failures) == timedelta(minutes=minutes)
