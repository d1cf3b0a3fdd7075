"""Who is let in: signing in, the second step, and what ends a session.

- `first_step`: name and password; `throttling` counts what fails, `oidc` is the other way in;
- `second_step`: the code of an app, or a recovery code; `enrolment` sets it up;
- `session`: what a session knows of both, and when it ends; `middleware` asks it for each request;
- `own`, `others`: one's own second step, and that of the people whom one looks after.
"""
