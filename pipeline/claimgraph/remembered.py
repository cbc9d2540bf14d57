"""Methods that remember what they answered, for as long as the object lives that was asked."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")
Method = Callable[Concatenate[Any, Asked], Answer]


def remembered(method: Method[Asked, Answer]) -> Method[Asked, Answer]:
    """Makes a method answer the same question once: `cached_property`, for methods that ask.

    >>> class Counter:
    ...     asked = 0
    ...     @remembered
    ...     def double(self, number):
    ...         self.asked += 1
    ...         return 2 * number
    >>> counter = Counter()
    >>> [counter.double(4), counter.double(4), counter.asked]
    [8, 8, 1]
    """
    name = f"answers of {method.__name__}"

    @wraps(method)
    def answering(self: Any, /, *asked: Asked.args, **named: Asked.kwargs) -> Answer:  # noqa: ANN401
        key = (asked, *named.items()) if named else asked
        try:
            answer: Answer = self.__dict__[name][key]
        except KeyError:
            answer = method(self, *asked, **named)
            self.__dict__.setdefault(name, {})[key] = answer
        return answer

    return answering
