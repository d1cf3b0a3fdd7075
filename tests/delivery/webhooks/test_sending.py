"""One request: signed as the specification says, bounded in time, and to nowhere else."""

import json
import socket
import ssl
import time
from datetime import UTC, datetime

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from core.outgoing import addresses
from delivery.webhooks import sending
from delivery.webhooks.models import new_secret
from delivery.webhooks.sending import Answer, Problem, send
from tests.delivery.webhooks.receiver import Receiver

SECRET = new_secret()
BODY = json.dumps({"type": "webhook.test", "data": {"name": "Bücher"}}, ensure_ascii=False)


def post(address: str, body: str = BODY) -> Answer:
    return send(address, SECRET, "msg_1", body, datetime.now(tz=UTC))


def test_a_receiver_can_verify_what_it_gets(receiver: Receiver) -> None:
    answer = post(receiver.address)

    assert answer.is_success
    assert (answer.status, answer.excerpt, answer.problem) == (200, "thanks", "")
    assert receiver.verified(SECRET) == [json.loads(BODY)]
    ((path, headers, __),) = receiver.requests
    assert path == "/hook?from=site"
    assert headers["webhook-id"] == "msg_1"
    assert headers["Content-Type"] == "application/json"
    with pytest.raises(WebhookVerificationError):
        receiver.verified(new_secret())


def test_the_signature_covers_the_body(receiver: Receiver) -> None:
    post(receiver.address)
    ((__, headers, body),) = receiver.requests

    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(body.replace(b"webhook.test", b"page.removed"), headers)


def test_a_redirect_is_not_followed(receiver: Receiver) -> None:
    receiver.status = 302
    receiver.headers = {"Location": receiver.address.replace("/hook", "/elsewhere")}

    answer = post(receiver.address)

    assert (answer.status, answer.is_success) == (302, False)
    assert len(receiver.requests) == 1


def test_of_a_long_or_strange_answer_a_readable_beginning_is_kept(receiver: Receiver) -> None:
    receiver.status = 500
    receiver.text = "a\x00b\r\n\x1b[31m" + "ü" * 100_000

    answer = post(receiver.address)

    assert answer.status == 500
    assert answer.excerpt.startswith("a b [31müü")
    assert len(answer.excerpt) == sending.EXCERPT_LENGTH


def test_the_request_goes_to_the_address_that_was_checked(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that stands for something else a moment later is not asked for again."""
    asked: list[str] = []
    answers = [["127.0.0.1"], ["203.0.113.1"]]

    def getaddrinfo(host, port, *args, **kwargs):
        if host[0].isdigit():
            return real(host, port, *args, **kwargs)
        asked.append(host)
        return [(socket.AF_INET, 1, 6, "", (ip, port)) for ip in answers.pop(0)]

    real = socket.getaddrinfo
    monkeypatch.setattr(addresses.socket, "getaddrinfo", getaddrinfo)

    answer = post(receiver.address.replace("127.0.0.1", "rebinding.example.org"))

    assert answer.is_success
    assert asked == ["rebinding.example.org"]
    assert receiver.requests[0][1]["Host"].startswith("rebinding.example.org:")


@pytest.mark.parametrize("behaviour", ["hang", "drip"])
def test_a_receiver_that_does_not_answer_is_left_in_time(
    behaviour: str, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "STEP_TIMEOUT", 0.3)
    monkeypatch.setattr(sending, "WHOLE_TIMEOUT", 0.6)
    receiver.behave = getattr(receiver, behaviour)

    began = time.monotonic()
    answer = post(receiver.address)

    assert answer.problem == Problem.TIMEOUT
    assert answer.status is None
    assert time.monotonic() - began < 3


def test_who_hangs_up_or_does_not_listen_is_a_connection_that_failed(receiver: Receiver) -> None:
    receiver.behave = lambda handler: handler.connection.shutdown(socket.SHUT_RDWR)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{free.getsockname()[1]}/"

        for address in (receiver.address, nobody):
            answer = post(address)
            assert answer.problem == Problem.CONNECTION
            assert answer.detail


def test_a_private_address_is_not_even_asked(receiver: Receiver, settings) -> None:
    settings.WEBHOOKS_ALLOW_PRIVATE = False

    for address in (receiver.address, receiver.address.replace("http:", "https:")):
        assert post(address).problem == Problem.REFUSED
    assert receiver.requests == []


def test_an_unknown_host_is_named_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args, **kwargs):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(addresses.socket, "getaddrinfo", fail)

    assert post("https://nobody.example.org/").problem == Problem.UNKNOWN_HOST


def test_a_receiver_without_a_valid_certificate_gets_nothing(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Untrusted:
        def wrap_socket(self, sock, server_hostname):
            assert server_hostname == "127.0.0.1"
            raise ssl.SSLCertVerificationError("self-signed certificate")

    monkeypatch.setattr(sending.ssl, "create_default_context", Untrusted)

    answer = post(receiver.address.replace("http:", "https:"))

    assert answer.problem == Problem.CERTIFICATE
    assert receiver.requests == []
