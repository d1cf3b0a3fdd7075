"""Reference index and search: left alone while much is saved, then built anew at once."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db.models.signals import post_save
from modelsearch.index import get_indexed_models
from modelsearch.signal_handlers import post_save_signal_handler
from wagtail.signal_handlers import disable_reference_index_auto_update

from core.search.signals import update_entries


@contextmanager
def updates_paused() -> Iterator[None]:
    """Inside, saving updates no index; a page is saved several times until it is published.

    Holds for the whole process, so only a command with a process of its own may use it. Call
    `rebuild_indexes` afterwards.
    """
    paused = [
        model
        for model in get_indexed_models()
        if post_save.disconnect(post_save_signal_handler, model)
    ]
    post_save.disconnect(update_entries)
    try:
        with disable_reference_index_auto_update():
            yield
    finally:
        post_save.connect(update_entries)
        for model in paused:
            post_save.connect(post_save_signal_handler, model)


def rebuild_indexes() -> None:
    """Build the reference index and all that the searches of site and admin look into."""
    call_command("rebuild_references_index", verbosity=0)
    call_command("update_index", verbosity=0)
