"""Mining: what is said again and again in a corpus, found by counting. Pure; knows no speech, file or engine.

Enters: folded text as code points, and where its words begin. Leaves: phrases with the evidence for them; hashes of
strings, many at a time, for whoever counts them elsewhere.
"""

from indexer.mining.phrases import Phrase, edge_words, mine

__all__ = ["Phrase", "edge_words", "mine"]
