from django.urls import URLPattern, path
from wagtail import hooks

from .views import check_again


@hooks.register("register_admin_urls")
def check_one_address() -> list[URLPattern]:
    address = "reports/broken-links/<int:pk>/check/"
    return [path(address, check_again, name="editing_check_link")]
