"""The tree of failures. What enters: nothing. What leaves: exception classes. Never holds logic.

::

    JianghuaError                     anything this project raises on purpose; `str()` is one line for a person
    ├── SettingError                  a setting or an argument has a value that cannot be used
    ├── SourceError                   a path to read from is missing or unreadable as a whole
    ├── IndexProblem                  about an index folder
    │   ├── IndexMissing              there is no index there (yet)
    │   ├── IndexStale                it was written by another version or analyser: rebuild it
    │   ├── IndexDamaged              a file of it is missing, foreign or broken
    │   └── IndexLocked               another process is writing; says which
    └── SpeechMissing                 no speech has this id

What a *user* types or a *file* holds never raises: queries get notes, files become `Rejected`.
A message says what, where, and what to do next.
"""


class JianghuaError(Exception):
    """Base of everything raised on purpose."""


class SettingError(JianghuaError):
    """A setting or argument has a value that cannot be used."""


class SourceError(JianghuaError):
    """A path to read speeches from does not exist or cannot be listed."""


class IndexProblem(JianghuaError):
    """Something is wrong with an index folder."""


class IndexMissing(IndexProblem):
    """No index has been published in the folder."""


class IndexStale(IndexProblem):
    """The index was written by another schema or analyser and has to be rebuilt."""


class IndexDamaged(IndexProblem):
    """A file of the index is missing, foreign or broken."""


class IndexLocked(IndexProblem):
    """Another process holds the write lock."""


class SpeechMissing(JianghuaError):
    """No speech in the index has the id asked for."""
