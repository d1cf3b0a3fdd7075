"""What a site on somebody's own machine needs before it serves."""

from wagtail.models import Page, PageLogEntry, Site

LOCAL_HOSTS = ("localhost", "127.0.0.1")


def has_no_content() -> bool:
    """Whether nobody has put anything on the site yet.

    Wagtail's own migrations leave the root and a welcome page, both plain `wagtailcore.Page`s;
    no page that a person makes is of that type. A site whose pages were all deleted has a log of
    it and is not a new one.
    """
    plain = {"content_type__app_label": "wagtailcore", "content_type__model": "page"}
    return not any(model.objects.exclude(**plain).exists() for model in (Page, PageLogEntry))


def align_site_port(port: int) -> None:
    """Let a site with a local address say the port that it is served on.

    URLs in the API are built from the site, not from the request, and would lead nowhere after a
    start with another port. A site with a public address is left alone.
    """
    for site in Site.objects.filter(is_default_site=True, hostname__in=LOCAL_HOSTS):
        if site.port != port:
            site.port = port
            site.save()
