"""Requests that the site itself sends, to addresses that somebody entered: one guard for all.

- `addresses`: where they may go;
- `connection`: goes to the very address that was checked, bounded in time.

Webhooks and the check of links use it. What stands in the environment (machine translation,
storage, sign-in) only whoever runs the site can enter; it may be in the own network.
"""
