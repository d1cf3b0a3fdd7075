"""How the site is kept running: catalogues, health, start, retention."""
