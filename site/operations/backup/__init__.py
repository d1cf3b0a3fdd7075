"""Backup and restore: database, media and ledger at one point in time.

A backup is a folder `backup-<time>` with parts: the database, a tar archive of the media, the
ledger, and `contents.json`, which says what is in them (tables and rows, files and checksums,
migrations, versions). Each may be encrypted with age. `manifest.json` comes last: it names the
parts with their sizes and checksums, holds nothing personal and is never encrypted. A folder is
written under a hidden name and renamed when it is complete.

How it comes to one point in time: the database is read in one snapshot (of PostgreSQL, exported to
pg_dump; or SQLite's online backup), and that snapshot's own columns say which files belong to it.
Files never change: Wagtail gives each upload a new name. What is uploaded later does no harm; if a
file was deleted between snapshot and copying, the backup begins anew with a later snapshot, in
which it is not named any more.

- `backing_up`, `checking`, `restoring` are what the commands call; `following` is what must follow
  from a restore;
- `archive` writes and reads the folder, `encryption` its parts, `contents` what is in them;
- `databases` and `media` know how each is copied and put back.

django-dbbackup copies database and media separately and at different times, puts back over what is
there, keeps no counts and no checksums, and does not know what must follow: hence this room.
"""
