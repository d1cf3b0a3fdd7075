from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = _("Pages")

    def ready(self) -> None:
        from core.social import register_cards
        from delivery.upstream.keys import register_view

        from .share_cards import card_image

        register_cards(card_image)
        register_view("share_card")
