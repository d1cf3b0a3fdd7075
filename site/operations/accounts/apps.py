from editing.roles.accounts.apps import AccountsConfig as EditingAccountsConfig


class AccountsConfig(EditingAccountsConfig):
    """Stands in for `wagtail.users`, whose list of users also says who signs in in two steps."""

    default = False
    user_viewset = "operations.accounts.users.AccountViewSet"
