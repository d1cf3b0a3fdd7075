from typing import Any

from wagtail import hooks

from .news import NewsPageViewSet, NewsViewSet
from .translation_buttons import replace_buttons


@hooks.register("register_admin_viewset")
def lists_of_news() -> list[Any]:
    return [NewsViewSet("news_list", url_prefix="news"), NewsPageViewSet()]


replace_buttons()
