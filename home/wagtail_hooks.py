from wagtail import hooks

from .panels import ReviewsDue


@hooks.register("construct_homepage_panels")
def remind_of_reviews(request, panels):
    panels.append(ReviewsDue())
