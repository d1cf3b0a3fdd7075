"""A site with pages of two states in both languages, and pictures of each."""

from dataclasses import dataclass
from typing import Any

from wagtail.models import Collection, Page

from editing.models import StateCollection
from editing.roles.setup import setup_roles
from tests import factories
from tests.trees import in_english, make_directory, make_home, make_news, reloaded


@dataclass
class World:
    """The pages by short names, the collections by state, one picture and document in each."""

    pages: dict[str, Page]
    collections: dict[str, Collection]
    images: dict[str, Any]
    documents: dict[str, Any]

    def __getitem__(self, name: str) -> Page:
        return reloaded(self.pages[name])


def make_world() -> World:
    home = make_home()
    english_home = in_english(home, title="Start page", slug="en")
    news = make_news(home)
    english_news = in_english(news, title="News", slug="news")
    directory = make_directory(home)
    in_english(directory, title="Advisors", slug="advisors")
    pages: dict[str, Page] = {"home": home, "list": news, "directory": directory}
    pages["imprint"] = factories.ContentPageFactory(parent=home, title="Impressum")
    for state in ("NW", "BW"):
        key = state.lower()
        page = factories.StatePageFactory(parent=home, title=f"Land {state}", state=state)
        pages[f"state {key}"] = page
        pages[f"below {key}"] = factories.ContentPageFactory(parent=page, title=f"Unter {state}")
        pages[f"news {key}"] = factories.NewsPageFactory(
            parent=news, title=f"Meldung {state}", state=state
        )
        pages[f"draft {key}"] = factories.NewsPageFactory(
            parent=news, title=f"Entwurf {state}", state=state, live=False
        )
        pages[f"advisor {key}"] = factories.AdvisorPageFactory(
            parent=directory, title=f"Profil {state}", state=state, live=False
        )
        pages[f"english news {key}"] = in_english(
            reloaded(pages[f"news {key}"]), title=f"News {state}", slug=f"news-{key}"
        )
    pages["news without state"] = factories.NewsPageFactory(parent=news, title="Ohne Land")
    pages["english home"] = english_home
    pages["english list"] = english_news
    setup_roles()
    collections = {
        link.state.lower() or "shared": link.collection
        for link in StateCollection.objects.select_related("collection")
    }
    return World(
        pages,
        collections,
        {key: factories.ImageFactory(collection=at) for key, at in collections.items()},
        {key: factories.DocumentFactory(collection=at) for key, at in collections.items()},
    )
