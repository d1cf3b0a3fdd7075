from wagtail import hooks

from .userbar import use_all_rules


@hooks.register("construct_wagtail_userbar")
def check_all_rules(request, items, page):
    use_all_rules(items)
