"""For endpoints that answer with no objects of a model: Wagtail's router asks each for its own."""


class NoModel:
    """Stands where a viewset names its model; nothing is an instance of it."""
