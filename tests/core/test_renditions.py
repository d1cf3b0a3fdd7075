"""Sizes and formats of pictures are there before a visitor asks for them."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client, TestCase

from core.images import ALL_SPECIFICATIONS
from core.models import Image
from tests import factories
from tests.background import work

pytestmark = pytest.mark.django_db


@pytest.fixture
def fresh() -> Image:
    """A picture that was just saved, and the worker has done its work."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        image = factories.ImageFactory()
    work()
    return image


def specifications(image: Image) -> set[str]:
    return set(image.renditions.values_list("filter_spec", flat=True))


@pytest.fixture
def nothing_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any, **kwargs: Any) -> None:
        raise AssertionError("a visitor waits for a rendition")

    monkeypatch.setattr(Image, "generate_rendition_file", refuse)


def test_a_saved_picture_gets_all_its_sizes_and_formats(fresh: Image) -> None:
    assert specifications(fresh) == set(ALL_SPECIFICATIONS)


def test_a_visitor_waits_for_no_rendition(fresh: Image, news: Any, nothing_is_made: None) -> None:
    page = factories.NewsPageFactory(parent=news, image=fresh)
    for address in (page.url, news.url, "/de/", "/de/feeds/atom.xml"):
        assert Client().get(address).status_code == 200, address
    answer = Client().get(f"/api/v2/pages/{page.pk}/", {"expand": "seo"}).json()
    assert answer["image"]["renditions"]["large"]["avif"]["url"]
    assert specifications(fresh) == set(ALL_SPECIFICATIONS)


def test_a_visitor_who_comes_before_the_worker_sees_the_picture(news: Any) -> None:
    image = factories.ImageFactory()
    assert specifications(image) == set()
    page = factories.NewsPageFactory(parent=news, image=image)
    assert b"<picture>" in Client().get(page.url).content
    assert specifications(image) == set(ALL_SPECIFICATIONS)


def test_another_focal_point_gets_the_sizes_that_hang_on_it(fresh: Image) -> None:
    before = fresh.renditions.count()
    fresh.focal_point_x = fresh.focal_point_y = 1
    fresh.focal_point_width = fresh.focal_point_height = 1
    with TestCase.captureOnCommitCallbacks(execute=True):
        fresh.save()
    work()
    assert fresh.renditions.count() == before + 1


def test_the_command_makes_what_is_missing_and_names_what_it_cannot(fresh: Image) -> None:
    fresh.renditions.filter(filter_spec=ALL_SPECIFICATIONS[0]).first().delete()
    lost = factories.ImageFactory(title="Verloren")
    lost.file.storage.delete(lost.file.name)
    said, problems = StringIO(), StringIO()

    call_command("make_renditions", stdout=said, stderr=problems)

    assert said.getvalue() == "Renditions: 1 made.\n"
    assert f"{lost.pk} Verloren: " in problems.getvalue()
    assert specifications(fresh) == set(ALL_SPECIFICATIONS)


def test_a_picture_that_was_deleted_meanwhile_is_left_alone() -> None:
    with TestCase.captureOnCommitCallbacks(execute=True):
        image = factories.ImageFactory()
    Image.objects.get(pk=image.pk).delete()
    assert work() >= 1
