"""Content blocks: one file per concern; `streams` composes them per page family."""
