"""Webhooks in the admin: what an editor enters, sees and sends."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from delivery.webhooks.delivering import deliver, queue
from delivery.webhooks.messages import trial_message
from delivery.webhooks.models import WebhookDelivery, WebhookEndpoint
from tests import factories
from tests.delivery.webhooks.receiver import Receiver

pytestmark = pytest.mark.django_db

ENTRY = {
    "name": "App",
    "address": "https://app.example.org/hook",
    "on_published": "on",
    "language": "de",
    "is_active": "on",
}


@pytest.fixture
def admin(db: None) -> Client:
    client = Client()
    client.force_login(factories.UserFactory())
    return client


@pytest.fixture
def browser_of_admin(db: None) -> Client:
    """What an administrator clicks in must carry the token against forged requests."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(factories.UserFactory())
    return client


def click(browser: Client, listing: str) -> Any:
    """The answer to the button in the first row of a listing."""
    form = page(browser.get(listing)).select_one("tbody form")
    return browser.post(
        form["action"], {field["name"]: field["value"] for field in form.select("input")}
    )


def page(response: Any) -> BeautifulSoup:
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html5lib").find("main")


def limited(*permissions: str) -> Client:
    """Somebody who may do no more than this."""
    user = factories.UserFactory(is_superuser=False)
    names = ["access_admin", *permissions]
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    client = Client()
    client.force_login(user)
    return client


def test_an_endpoint_is_entered_and_its_secret_is_made(admin: Client, settings) -> None:
    settings.WEBHOOKS_ALLOW_PRIVATE = False
    assert "secret" not in page(admin.get(reverse("webhooks:add"))).get_text().lower()

    response = admin.post(reverse("webhooks:add"), ENTRY)

    assert response.status_code == 302
    endpoint = WebhookEndpoint.objects.get()
    assert (endpoint.name, endpoint.on_published, endpoint.on_moved) == ("App", True, False)
    assert endpoint.secret.startswith("whsec_")
    shown = page(admin.get(reverse("webhooks:edit", args=[endpoint.pk])))
    assert endpoint.secret in shown.get_text()
    assert not shown.find(attrs={"name": "secret"})


def test_a_secret_cannot_be_entered_and_a_copy_has_its_own(
    admin: Client, endpoint: WebhookEndpoint
) -> None:
    edit = reverse("webhooks:edit", args=[endpoint.pk])
    admin.post(edit, {**ENTRY, "secret": "whsec_AAAA"})
    assert WebhookEndpoint.objects.get().secret == endpoint.secret

    copy = admin.get(reverse("webhooks:copy", args=[endpoint.pk]))
    assert endpoint.secret not in copy.text
    admin.post(page(copy).select_one("form[method=POST]")["action"], ENTRY)
    secrets = set(WebhookEndpoint.objects.values_list("secret", flat=True))
    assert len(secrets) == 2


@pytest.mark.parametrize(
    "address",
    [
        "http://app.example.org/",
        "https://localhost/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://192.168.0.10/hook",
        "https://user:password@app.example.org/",
        "javascript:alert(1)",
        "app.example.org",
    ],
)
def test_an_address_where_nothing_may_be_sent_is_refused_at_its_field(
    address: str, admin: Client, settings
) -> None:
    settings.WEBHOOKS_ALLOW_PRIVATE = False

    shown = page(admin.post(reverse("webhooks:add"), {**ENTRY, "address": address}))

    assert "https://" in shown.select_one(".w-field__errors .error-message").get_text()
    assert not WebhookEndpoint.objects.exists()


def test_deliveries_are_listed_with_their_answers_and_filtered(
    admin: Client, endpoint: WebhookEndpoint, receiver: Receiver
) -> None:
    other = WebhookEndpoint.objects.create(name="Andere", address="http://127.0.0.1:1/")
    queue([trial_message(endpoint), trial_message(other)])
    deliver(endpoint.pk)
    deliver(other.pk)
    address = reverse("webhook_deliveries:index")

    def rows(**query: Any) -> list[str]:
        found = page(admin.get(address, query)).select("tbody tr")
        return [" ".join(row.get_text(" ").split()) for row in found]

    with translation.override("de"):
        delivered = str(WebhookDelivery.State.DELIVERED.label)
    assert len(rows()) == 2
    (row,) = rows(endpoint=endpoint.pk)
    assert "App" in row
    assert " 200 " in row
    assert delivered in row
    (row,) = rows(state="waiting")
    assert "Andere" in row
    assert "Verbindung" in row


def test_a_longer_list_needs_no_more_queries(admin: Client, endpoint: WebhookEndpoint) -> None:
    address = reverse("webhook_deliveries:index")

    def queries_with_one_more() -> int:
        queue([trial_message(endpoint)])
        admin.get(address)
        with CaptureQueriesContext(connection) as queries:
            admin.get(address)
        return len(queries)

    assert queries_with_one_more() == queries_with_one_more() == queries_with_one_more()


def test_a_delivery_shows_its_content_and_attempts(
    admin: Client, endpoint: WebhookEndpoint, receiver: Receiver
) -> None:
    receiver.status, receiver.text = 500, "<b>kaputt</b>"
    queue([trial_message(endpoint)])
    deliver(endpoint.pk)
    delivery = WebhookDelivery.objects.get()

    shown = page(admin.get(reverse("webhook_deliveries:inspect", args=[delivery.pk])))

    assert "<b>kaputt</b>" in shown.find("table").get_text()
    assert '"webhook.test"' in shown.find("pre").get_text()
    assert delivery.message_id in shown.get_text()


def test_one_click_sends_again_and_comes_back(
    browser_of_admin: Client, endpoint: WebhookEndpoint, receiver: Receiver
) -> None:
    queue([trial_message(endpoint)])
    deliver(endpoint.pk)
    listing = reverse("webhook_deliveries:index") + "?state=delivered"

    response = click(browser_of_admin, listing)

    assert response["Location"] == listing
    deliver(endpoint.pk)
    assert len(receiver.requests) == 2


def test_one_click_sends_a_test(
    browser_of_admin: Client, endpoint: WebhookEndpoint, receiver: Receiver
) -> None:
    response = click(browser_of_admin, reverse("webhooks:index"))

    assert "Test" in browser_of_admin.get(response["Location"]).text
    deliver(endpoint.pk)
    assert receiver.verified(endpoint.secret)[0]["type"] == "webhook.test"


def test_opening_an_address_sends_nothing(admin: Client, endpoint: WebhookEndpoint) -> None:
    assert admin.get(reverse("webhooks:test", args=[endpoint.pk])).status_code == 405
    assert not WebhookDelivery.objects.exists()


def test_to_whom_nothing_is_told_nothing_is_sent_again(
    admin: Client, endpoint: WebhookEndpoint, receiver: Receiver
) -> None:
    queue([trial_message(endpoint)])
    WebhookEndpoint.objects.update(is_active=False)
    WebhookDelivery.objects.update(state=WebhookDelivery.State.GIVEN_UP)

    admin.post(reverse("webhook_deliveries:again", args=[WebhookDelivery.objects.get().pk]))

    assert WebhookDelivery.objects.get().state == WebhookDelivery.State.GIVEN_UP


def test_nobody_adds_changes_or_deletes_a_delivery(
    admin: Client, endpoint: WebhookEndpoint
) -> None:
    queue([trial_message(endpoint)])
    pk = WebhookDelivery.objects.get().pk

    for address in (
        reverse("webhook_deliveries:add"),
        reverse("webhook_deliveries:edit", args=[pk]),
        reverse("webhook_deliveries:delete", args=[pk]),
    ):
        assert admin.post(address).status_code == 302
    assert WebhookDelivery.objects.filter(pk=pk).exists()
    assert not page(admin.get(reverse("webhook_deliveries:index"))).select(
        "a[href*='/new/'], a[href*='/edit/'], a[href*='/delete/']"
    )


def test_who_may_only_look_sends_nothing_and_sees_no_secret(endpoint: WebhookEndpoint) -> None:
    queue([trial_message(endpoint)])
    pk = WebhookDelivery.objects.get().pk
    onlooker = limited("view_webhookdelivery")

    assert onlooker.get(reverse("webhook_deliveries:index")).status_code == 200
    inspected = onlooker.get(reverse("webhook_deliveries:inspect", args=[pk]))
    assert endpoint.secret not in inspected.text
    assert not page(inspected).find("form", action=lambda action: "again" in (action or ""))
    for address in (
        reverse("webhooks:test", args=[endpoint.pk]),
        reverse("webhook_deliveries:again", args=[pk]),
    ):
        response = onlooker.post(address)
        assert response.status_code == 302
        assert response["Location"] == reverse("wagtailadmin_home")
    assert WebhookDelivery.objects.count() == 1
    assert endpoint.secret not in onlooker.get(reverse("webhooks:index")).text


def test_strangers_and_other_sites_reach_nothing(endpoint: WebhookEndpoint) -> None:
    address = reverse("webhooks:test", args=[endpoint.pk])
    stranger = Client()
    elsewhere = Client(enforce_csrf_checks=True)
    elsewhere.force_login(factories.UserFactory())

    assert "/admin/login/" in stranger.post(address)["Location"]
    assert elsewhere.post(address).status_code == 403
    assert not WebhookDelivery.objects.exists()
