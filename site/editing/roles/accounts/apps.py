from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(WagtailUsersAppConfig):
    """Stands in for `wagtail.users`, with views that know administrators."""

    default = False
    user_viewset = "editing.roles.accounts.views.AccountViewSet"
