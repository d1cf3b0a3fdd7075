"""What nobody waits for any more goes; what waits stays."""

import os
import time
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from wagtail.models import UploadedFile

from core.models import Document
from operations.schedule.files import delete_abandoned, put_in_place

pytestmark = pytest.mark.django_db

HOUR = 60 * 60


def upload(name: str, hours: float) -> Path:
    """A file that was uploaded so many hours ago, and waits for its description."""
    kind = ContentType.objects.get_for_model(Document)
    made = UploadedFile.objects.create(for_content_type=kind, file=ContentFile(b"%PDF-1.7", name))
    then = time.time() - hours * HOUR
    os.utime(made.file.path, (then, then))
    return Path(made.file.path)


def test_abandoned_uploads_are_deleted_after_a_day():
    old, new, lost = upload("old.pdf", 25), upload("new.pdf", 23), upload("lost.pdf", 1)
    lost.unlink()
    assert delete_abandoned() == "2 abandoned uploads deleted"
    assert (old.exists(), new.exists()) == (False, True)
    assert [Path(kept.file.path) for kept in UploadedFile.objects.all()] == [new]
    new.unlink()


def test_nothing_has_to_move():
    assert put_in_place() == "0 pictures moved"
