"""What the site does while something that it needs is gone.

- `recognising`: which errors are no mistakes of the site, but a database or a disk that fails;
- `answers`: what visitors, editors and machines are told then (503, 507) instead of a 500;
- `quiet`: one line in the log for an outage, not a traceback for each request;
- `caching`: Redis may go away, and pages are still served;
- `files`: a file in the media folder is whole, or not there.
"""
