from tests.trees import directory, english_directory, english_home, fresh_cache, home, news

__all__ = ["directory", "english_directory", "english_home", "fresh_cache", "home", "news"]
