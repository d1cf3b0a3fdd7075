"""The log: one line of JSON for each event, which says of whom it is not told.

- `configuration`: what goes where, for the settings;
- `formatting`: a record becomes a line, without personal data (`core.scrubbing`);
- `context`: the request or the task that a line belongs to;
- `tasks`: background tasks tell which of them is running.
"""
