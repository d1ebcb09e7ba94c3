"""Methods that run inside a context of their object: a turn, a watch for damage.

Enters: what makes a context of an object. Leaves: a decorator of its methods, which keep their types.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

Owner = TypeVar("Owner")
Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


class Around(Protocol):
    """A decorator of methods."""

    def __call__(
        self, method: Callable[Concatenate[Owner, Asked], Answer], /
    ) -> Callable[Concatenate[Owner, Asked], Answer]:
        """The method, inside the context."""


def around(context: Callable[[Any], AbstractContextManager[object]]) -> Around:
    """A decorator by which a method runs inside what `context` makes of its object."""

    def decorate(method: Callable[Concatenate[Owner, Asked], Answer]) -> Callable[Concatenate[Owner, Asked], Answer]:
        """The method, inside the context."""

        @wraps(method)
        def asked(owner: Owner, /, *args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
            """What the method answers."""
            with context(owner):
                return method(owner, *args, **kwargs)

        return asked

    return decorate
