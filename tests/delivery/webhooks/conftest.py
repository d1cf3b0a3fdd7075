from collections.abc import Iterator

import pytest

from delivery.webhooks.models import WebhookEndpoint
from tests.delivery.webhooks.receiver import Receiver, receiving
from tests.trees import fresh_cache, home, news

__all__ = ["fresh_cache", "home", "news"]


@pytest.fixture(autouse=True)
def private_addresses(settings) -> None:
    """The receivers of these tests are on this machine."""
    settings.WEBHOOKS_ALLOW_PRIVATE = True


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as listening:
        yield listening


@pytest.fixture
def endpoint(db: None, receiver: Receiver) -> WebhookEndpoint:
    return WebhookEndpoint.objects.create(name="App", address=receiver.address)
