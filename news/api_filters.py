"""What lists of news can be narrowed by in the API, beside fields."""

from delivery.lookups import PageFilter, register_filters
from delivery.parameters import Parameter
from delivery.topics import TOPIC, translation_keys

from .models import NewsPage

YEAR = Parameter(
    type="integer", minimum=1, maximum=9999, description="Only of this year.", example=2018
)

register_filters(
    NewsPage,
    {
        "year": PageFilter(YEAR, lambda news, year: news.of_year(year)),
        "topic": PageFilter(TOPIC, lambda news, slugs: news.about_any(translation_keys(slugs))),
    },
)
