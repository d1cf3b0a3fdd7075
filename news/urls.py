"""Below /de/ and /en/. Every address ends in a file's name: a page's slug has no dot, so none of
them can be in the way of a page, whatever editors call it."""

import re

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from . import views
from .calendar import FILE
from .feeds import FEEDS


class FileConverter(StringConverter):
    """The files that a selection of news has."""

    regex = "|".join(re.escape(name) for name in (*FEEDS, FILE))


register_converter(FileConverter, "news_file")

app_name = "news"

urlpatterns = [
    path("<news_file:file>", views.of_selection, name="all"),
    path("topic/<slug:topic>/<news_file:file>", views.of_selection, name="of_topic"),
    path("state/<slug:state>/<news_file:file>", views.of_selection, name="of_state"),
    path("events/<int:pk>.ics", views.event, name="event"),
]
