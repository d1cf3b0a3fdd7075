"""A site whose mails go through the queue, and a real mail server on this machine."""

from collections.abc import Iterator

import pytest

from tests.operations.mail.server import Server
from tests.trees import home

__all__ = ["home"]


@pytest.fixture
def server(settings) -> Iterator[Server]:
    server = Server()
    settings.EMAIL_BACKEND = "operations.mail.backend.QueueBackend"
    settings.MAIL_DELIVERY_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_TIMEOUT = 5
    server.start()
    yield server
    server.stop()
