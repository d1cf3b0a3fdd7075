"""`topics/`: the subjects of news and advisors, with the number of each."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response
from typing_extensions import TypedDict

from core.facets import tally
from core.facts import fact
from core.models import Topic
from core.shapes import Language, Listing, TopicData
from core.visibility import visible
from delivery.changes import resources
from delivery.snippets import SnippetsEndpoint
from news.models import NewsPage

from ..models import AdvisorPage, Scope

TOPIC = "topic_links__topic__translation_key"


class TopicTranslation(TypedDict):
    """The same topic in another language."""

    locale: Language
    id: int
    name: str
    slug: str


class TopicWithCounts(TopicData):
    """A topic with the number of visible news and profiles in its language.

    A profile counts only if its advisor's consent lets the topics be shown.
    """

    locale: Language
    translations: list[TopicTranslation]
    news_count: int
    advisor_count: int


class TopicsEndpoint(SnippetsEndpoint):
    """Subjects of news, advisors and consultations."""

    name = "topics"
    model = Topic
    answers = {"listing_view": Listing[TopicWithCounts], "detail_view": TopicWithCounts}

    def listing_view(self, request: Request) -> Response:
        """The topics that a visitor can see on a page, with the number of news and profiles."""
        return self.answer_list()

    def detail_view(self, request: Request, pk: int) -> Response:
        """One topic, in the language of the entry."""
        return self.answer_detail(pk)

    @classmethod
    def data(cls, snippets: Sequence[Any], language: str) -> list[TopicWithCounts]:
        keys = [topic.translation_key for topic in snippets]
        versions: dict[Any, list[Topic]] = defaultdict(list)
        for version in (
            Topic.objects.filter(translation_key__in=keys)
            .select_related("locale")
            .order_by("locale")
        ):
            versions[version.translation_key].append(version)
        news = fact(
            f"news by topic in {language}", lambda: tally(_visible_in(NewsPage, language), TOPIC)
        )
        advisors = fact(
            # What consents allow ends with a day, at which nothing is written.
            f"advisors by topic in {language} on {timezone.localdate()}",
            lambda: tally(_visible_in(AdvisorPage, language).showing(Scope.TOPICS), TOPIC),
        )
        return [
            {
                **topic.data(),
                "locale": topic.locale.language_code,
                "translations": [
                    _translation(version)
                    for version in versions[topic.translation_key]
                    if version.pk != topic.pk
                ],
                "news_count": news.get(str(topic.translation_key), 0),
                "advisor_count": advisors.get(str(topic.translation_key), 0),
            }
            for topic in snippets
        ]


def _visible_in(model: Any, language: str) -> Any:
    return visible(model.objects.filter(locale__language_code=language))


def _translation(topic: Topic) -> TopicTranslation:
    return {
        "locale": topic.locale.language_code,
        "id": topic.pk,
        "name": topic.name,
        "slug": topic.slug,
    }


resources.register("topics", TopicsEndpoint.entries)
