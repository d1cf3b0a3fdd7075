"""Personal data: erased when asked for (Art. 17 GDPR), told when asked for (Art. 15).

- `withdrawal`: an advisor withdraws the consent, and nothing of the profile remains;
- `people`: contact persons, accounts and senders of forms are erased;
- `export`: all that is kept about a person, with `scope`, which decides about every model;
- `files`: files that are to be deleted, until they are.
"""
