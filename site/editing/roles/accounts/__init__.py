"""Accounts: site managers look after everybody's but administrators', and make no administrators.

Wagtail lets whoever may change users tick “Administrator”, or set an administrator's password.
"""
