"""Mining: what is said again and again in a corpus, found by counting."""
