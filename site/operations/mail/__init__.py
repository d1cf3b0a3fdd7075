"""Mails go through the database, so that a mail server that is down loses none.

- `backend`: what Django sends is stored, in the transaction of whatever it tells of;
- `models`: a mail on its way;
- `delivering`, `tasks`: the background worker delivers, and tries again;
- `stored`: a stored mail as the real backend wants it;
- `views`, `wagtail_hooks` of the app: what managers see of it.
"""
