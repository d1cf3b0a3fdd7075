"""Answers to anonymous visitors and programs, kept ready to be sent: a WSGI application around
Django's (`application`), so that a kept answer costs nothing of Django.

- `clock_line`: the state of the public site, read once for each request; another state is another
  store, so nothing has to be purged, and nothing can be forgotten;
- `addressing`: which requests may be answered with a kept answer, and which are the same;
- `answers`: the bytes and headers of an answer, in each encoding, and 304 (RFC 9110);
- `store`: what a process keeps, how much of it, and which requests wait for one another;
- `shared`: what the processes share through Redis, if there is one.

Never kept: anything but a whole 200 that sets no cookie and may be kept by anybody; so no form with
a token, no private page, no preview, no error, and nothing for whoever is signed in.
"""
