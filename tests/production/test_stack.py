"""The stack itself: the parts that other tests stop, kill and start again."""

import pytest

from .stack import Stack

pytestmark = pytest.mark.production


def test_parts_die_and_come_back_with_what_was_there(stack: Stack) -> None:
    assert stack.client().page("/de/").find("h1")
    before = stack.sql("SELECT count(*) FROM wagtailcore_page")

    stack.server.kill()
    assert not stack.is_live()
    stack.database.kill()
    assert not stack.database.is_running
    stack.database.start()
    stack.server.start()

    assert stack.is_live()
    assert stack.sql("SELECT count(*) FROM wagtailcore_page") == before
    assert len(stack.server.children) == 2


def test_each_of_the_people_is_signed_in(stack: Stack) -> None:
    for name in stack.content.sessions:
        assert stack.signed_in(name).page("/admin/").select_one("#wagtail-sidebar"), name
