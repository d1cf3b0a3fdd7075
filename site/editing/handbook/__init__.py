"""The editors' handbook, docs/editors.md and its English version, inside the admin."""
