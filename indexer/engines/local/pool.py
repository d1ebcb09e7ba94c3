"""The text of a few documents, read whole: where given characters stand in them, and in which sentence.

Enters: documents, characters. Leaves: places in their text, as one run. Never scores.

An index says which documents hold something; how close together and in which sentence, only the text says. Reading the
folded text of the best fifty is cheaper than keeping that for all. Positions here count through the pool's text.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from indexer.engines.local.arrays import Array, offsets, spread, stretches
from indexer.engines.local.characters import Characters
from indexer.engines.local.speeches import Speeches

SENTENCE_ENDS = "\0\n。！？；!?;"
"""What ends a sentence in folded text; NUL ends titles and bodies."""
LONGEST = 64
"""Characters of a string that can be looked for."""


class Sentences(NamedTuple):
    """Sentences of a pool in order: ends[s] is the position of the mark that ends it (in it), fields[s] the title or
    body it is of, from_start[s] how far from the start of that it begins; firsts: the first one of each document.

    of_spots: the sentence that each of the characters is in that were looked for."""

    ends: Array
    lengths: Array
    fields: Array
    from_start: Array
    firsts: Array
    of_spots: Array

    def joined(self, most: int) -> Sentences:
        """Runs of `most` sentences, each as one; the last run of a document has what is left. A run may begin in a
        title and go on in the body."""
        count = len(self.ends)
        in_document = np.arange(count) - np.repeat(self.firsts, np.diff(self.firsts, append=count))
        begins = in_document % most == 0
        runs, starts = np.cumsum(begins) - 1, np.flatnonzero(begins)
        return Sentences(
            ends=self.ends[np.append(starts[1:], count) - 1],
            lengths=np.add.reduceat(self.lengths, starts),
            fields=self.fields[starts],
            from_start=self.from_start[starts],
            firsts=runs[self.firsts],
            of_spots=runs[self.of_spots],
        )


class Spots:
    """Where some things stand in a pool: parallel arrays, a row a place, in order.

    positions: in the pool's text; numbers: which thing, u16 from 0; fields: the title or body it is in.
    """

    def __init__(self, positions: Array, numbers: Array, fields: Array) -> None:
        self.positions = positions
        self.numbers = numbers
        self.fields = fields

    @property
    def documents(self) -> Array:
        """The row of the document that each is in."""
        return self.fields >> 1


class CharacterSpots(Spots):
    """Where some characters stand. numbered: what `PoolText.numbered` gave for them; count: how many they are."""

    def __init__(self, positions: Array, fields: Array, numbered: Array, count: int) -> None:
        super().__init__(positions, numbered[positions] - np.uint16(1), fields)
        self._following = numbered
        self._count = count

    def pairs(self, pairs: Sequence[tuple[int, int]]) -> tuple[Array, Spots]:
        """Where pairs of the characters, by number, begin: the rows, and the pairs there."""
        # What ends a sentence may be numbered behind the characters.
        table = np.zeros((self._count, self._count + 1 + len(SENTENCE_ENDS)), np.uint16)
        for number, (one, other) in enumerate(pairs, 1):
            table[one, other + 1] = number
        # As one number, by which numpy looks up in half the time.
        cells = self.numbers * np.intp(table.shape[1]) + self._following.take(self.positions + 1)
        numbers = table.ravel().take(cells)
        rows = np.flatnonzero(numbers != 0)
        return rows, Spots(self.positions[rows], numbers[rows] - np.uint16(1), self.fields[rows])

    def strings(self, string: Sequence[int]) -> Array:
        """The rows where a string of the characters, by number, begins; of a long one its first `LONGEST` count."""
        rows = np.flatnonzero(self.numbers == string[0])
        for ahead, character in enumerate(string[1:LONGEST], 1):
            rows = rows[self._following[self.positions[rows] + ahead] == character + 1]
        return rows


class PoolText:
    """documents: numbers of documents, ascending.

    Titles and bodies are numbered as they stand: the title of row r is field 2r, its body is 2r + 1.
    """

    def __init__(self, speeches: Speeches, documents: Array) -> None:
        self.documents = documents
        self._speeches = speeches
        self._ids: list[tuple[Characters, Array]] = []
        lengths = []
        for segment, some in speeches.by_segment(documents):
            stream = segment.characters
            starts, bodies, ends = stream.title_starts[some], stream.body_starts[some], stream.title_starts[some + 1]
            lengths += [bodies - starts, ends - bodies]
            texts = [stream.ids(*extent) for extent in zip(starts.tolist(), ends.tolist(), strict=True)]
            # What indexes is made an index once: numpy would do it each time.
            self._ids.append((stream, np.concatenate(texts, dtype=np.intp)))
        self.borders = offsets(np.stack([np.concatenate(lengths[0::2]), np.concatenate(lengths[1::2])], axis=1).ravel())

    def __len__(self) -> int:
        return len(self.documents)

    def _numbered(self, characters: str) -> Array:
        """For each position 1 + the number of the character there among some, 0 for others, u16.

        As many zeros follow as looking ahead from the last position needs.
        """
        numbered = np.zeros(int(self.borders[-1]) + LONGEST, np.uint16)
        at = 0
        for stream, ids in self._ids:
            # No id is out of range, and only where numpy does not look for one it writes in place.
            stream.numbering(characters).take(ids, out=numbered[at : at + len(ids)], mode="clip")
            at += len(ids)
        return numbered

    def points(self, row: int, most: int) -> Array:
        """The first code points of a document's text."""
        start, end = self.borders[2 * row : 2 * row + 3 : 2].tolist()
        for stream, ids in self._ids:
            if start < len(ids):
                return stream.folded_points(ids[start : min(end, start + most)])
            start, end = start - len(ids), end - len(ids)
        raise IndexError(f"no row {row}")

    def inside_words(self, rows: Array, most: int) -> tuple[Array, Array, Array]:
        """Neighbours that are not cut apart, among the first `most` characters of some documents, in their order.

        rows: ascending. (code point, code point of the next one, which of the rows it is in).
        """
        lengths = np.minimum(np.diff(self.borders[::2])[rows], most)
        positions = spread(self._speeches.title_starts[self.documents[rows]], lengths)
        points, numbers = self._speeches.points(positions), np.repeat(np.arange(len(rows)), lengths)
        together = (numbers[1:] == numbers[:-1]) & ~self._speeches.are_borders(positions[1:])
        return points[:-1][together], points[1:][together], numbers[:-1][together]

    def spots(self, characters: str) -> CharacterSpots:
        """Where some characters stand."""
        numbered = self._numbered(characters)
        positions = np.flatnonzero(numbered != 0)  # three times as fast as without the comparison
        return CharacterSpots(positions, stretches(self.borders[:-1], positions), numbered, len(characters))

    def spots_in_sentences(self, characters: str) -> tuple[CharacterSpots, Sentences]:
        """Where some letters, digits and Han characters stand, and all sentences: the text is gone through once."""
        numbered = self._numbered(characters + SENTENCE_ENDS)
        positions = np.flatnonzero(numbered != 0)
        is_end = numbered[positions] > len(characters)
        ends = positions[is_end]
        begins = np.append(0, ends[:-1] + 1)
        fields = stretches(self.borders[:-1], ends)
        is_character = ~is_end
        sentences = Sentences(
            ends=ends,
            lengths=ends - begins,
            fields=fields,
            from_start=begins - self.borders[fields],
            firsts=ends.searchsorted(self.borders[:-1:2]),
            of_spots=np.cumsum(is_end)[is_character],
        )
        spots = CharacterSpots(positions[is_character], fields[sentences.of_spots], numbered, len(characters))
        return spots, sentences
