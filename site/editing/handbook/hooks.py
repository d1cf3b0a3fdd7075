from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .views import HandbookView


@hooks.register("register_admin_urls")
def handbook_url():
    return [path("handbook/", HandbookView.as_view(), name="handbook")]


@hooks.register("register_help_menu_item")
def handbook_in_help_menu():
    return MenuItem(_("Handbook"), reverse("handbook"), name="handbook", icon_name="help", order=10)
