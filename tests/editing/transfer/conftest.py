import pytest

from tests.trees import (
    directory,
    english_directory,
    english_home,
    english_news,
    fresh_cache,
    home,
    news,
    private_collection,
)

__all__ = [
    "directory",
    "english_directory",
    "english_home",
    "english_news",
    "fresh_cache",
    "home",
    "news",
    "private_collection",
]


@pytest.fixture
def new_media(settings, tmp_path):
    """Call it and the site has an empty folder for its files."""

    def change():
        settings.MEDIA_ROOT = tmp_path / "new-media"
        return settings.MEDIA_ROOT

    return change
