"""The query language: text → tree → text. `domain.filters` is its front door."""
