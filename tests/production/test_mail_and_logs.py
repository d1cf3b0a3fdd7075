"""A dead mail server loses no message, and nothing that people sent is in the server's log."""

import json
import time

import pytest

from .process import wait_until
from .stack import Stack

pytestmark = pytest.mark.production

ADDRESS = "203.0.113.77"
MAIL = "ada.lovelace@example.org"
TYPED = "Frau Öztürk fragt nach einer Wohnung"
TOKEN = "6XbWc9_kQ2mZp7RtY4vLs8NdHg3Fj1Ka"


def ask_again_now(stack: Stack) -> None:
    """What happens by itself after some minutes."""
    stack.python("from operations.mail import delivering as d; d.end_pause(); d.wake()")


def test_a_message_reaches_its_recipients_after_the_mail_server_is_back(stack: Stack) -> None:
    stack.mail.stop()
    visitor = stack.client(ADDRESS)
    path = stack.content.contact_path
    form = visitor.page(path).select_one("form[method=post i]:has(textarea)")
    names = [field["name"] for field in form.select("input[required], textarea[required]")]
    values = dict.fromkeys(names, TYPED)
    values |= {field["name"]: MAIL for field in form.select("input[type=email]")}
    fields = {field["name"]: field.get("value", "") for field in form.select("input[name]")}
    time.sleep(3.2)  # faster than people write
    query = f"?mail={MAIL}&token={TOKEN}&q=Wohnung"
    headers = {"Authorization": f"Bearer {TOKEN}", "User-Agent": MAIL}

    sent = visitor.post(path + query, data={**fields, **values}, headers=headers)

    assert sent.status_code == 302
    state = "SELECT state, problem FROM operations_queuedmail"
    wait_until(lambda: stack.sql(state) == [("waiting", "unreachable")], "an attempt")
    assert stack.mail.messages == []

    stack.mail.start()
    ask_again_now(stack)

    wait_until(lambda: stack.sql(state) == [("delivered", "")], "the mail")
    [message] = stack.mail.messages
    assert TYPED in message.get_payload(decode=True).decode()
    left = "SELECT subject, sender, recipients, length(content) FROM operations_queuedmail"
    assert stack.sql(left) == [("", "", [], 0)]

    for process in (stack.server, stack.worker):
        text = process.log.read_text()
        for personal in (MAIL, "lovelace", ADDRESS, TYPED, "Wohnung", TOKEN):
            assert personal not in text
    lines = [
        json.loads(line)
        for line in stack.server.log.read_text().splitlines()
        if line.startswith("{")
    ]
    its_own = {"request_id": sent.headers["X-Request-ID"], "message": "request"}
    [line] = [line for line in lines if its_own.items() <= line.items()]
    assert (line["path"], line["status"], line["client"]) == (path, 302, "203.0.113.0")
