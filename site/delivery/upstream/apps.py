"""Wagtail's app of the frontend cache, without what it does by itself."""

from wagtail.contrib.frontend_cache.apps import WagtailFrontendCacheAppConfig


class FrontendCacheConfig(WagtailFrontendCacheAppConfig):
    """Wagtail's own tells the cache while an editor publishes, who would wait for a cache that
    does not answer, and only of the page itself: here, the record of changes does it."""

    def ready(self) -> None:
        """Connect nothing."""
