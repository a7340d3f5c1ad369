"""The environment in which document templates are filled: ours, and those that an office wrote.

Nobody vouches for what an office uploads. A template reads the facts that it is given and nothing
else: no methods but a few harmless ones, nothing random (the same facts give the same bytes), no
files, no other templates than the document's own. What it may cost is limited here where a line can
be named, and by the limits of the press's child process where it cannot.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from jinja2 import StrictUndefined
from jinja2.environment import TemplateModule
from jinja2.exceptions import SecurityError
from jinja2.runtime import BlockReference, LoopContext, Macro, TemplateReference
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Cycler, Joiner, Namespace

from ..domain.hours import hours_text
from ..errors import Message
from .days import chinese_day

MOST_SECONDS = 5
"""Of the processor, to fill one template. Ours take hundredths of a second."""
MOST_CHARACTERS = 20_000_000
"""That a filled template may have. A weekly report of 1,000 activities has eight million."""
MOST_TURNS = 1_000
"""Of a range."""
_LONGEST_PRODUCT = 100_000

_FILTER_NAMES = """
abs batch capitalize count d day day_and_time default dictsort e escape first float groupby hours
int join last length list lower max min reject rejectattr replace reverse round select selectattr
slice sort string sum title trim truncate unique upper wordcount
"""
FILTERS = frozenset(_FILTER_NAMES.split())
"""What an office's own form may use. Not ``map``: it applies any filter by its name."""

_TEXT_METHODS = """
count endswith find isdigit join lower lstrip partition removeprefix removesuffix replace rpartition
rsplit rstrip split splitlines startswith strip title upper
"""
_DATE_PARTS = "year month day hour minute weekday isoweekday isoformat"
_METHODS: tuple[tuple[type, frozenset[str]], ...] = (
    (str, frozenset(_TEXT_METHODS.split())),
    (date, frozenset(_DATE_PARTS.split())),
    (Mapping, frozenset(("get", "items", "keys", "values"))),
    (tuple, frozenset(("count", "index"))),
    (list, frozenset(("count", "index"))),
)
_MACHINERY = (
    LoopContext,
    TemplateModule,
    TemplateReference,
    BlockReference,
    Macro,
    Cycler,
    Joiner,
    Namespace,
)


class TooSlow(Exception):
    """A template took more processor time than it may."""


class TooLong(Exception):
    """A template wrote more than it may."""


class Refused(SecurityError):
    """A template does what none may do; ``said`` is for the person who wrote it."""

    def __init__(self, said: Message) -> None:
        super().__init__(str(said))
        self.said = said


class PaperEnvironment(ImmutableSandboxedEnvironment):
    """Knows the filters of papers, and lets templates at the facts only."""

    intercepted_binops = frozenset(("*", "**", "%"))

    def __init__(self, *, trusted: bool, **options: Any) -> None:
        """Keep of Jinja what a form may use; *trusted* adds ``safe``, for templates of ours."""
        super().__init__(autoescape=True, undefined=StrictUndefined, **options)
        for name in ("lipsum", "dict"):
            del self.globals[name]
        self.globals["range"] = _short_range
        kept = FILTERS | {"safe"} if trusted else FILTERS
        self.filters = {name: self.filters[name] for name in self.filters if name in kept}
        self.filters["day"] = chinese_day
        self.filters["day_and_time"] = chinese_time
        self.filters["hours"] = hours_text

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Allow the fields of facts, and a few methods that neither cost nor change anything."""
        if attr.startswith("_") or not super().is_safe_attribute(obj, attr, value):
            return False
        if is_dataclass(obj):
            names = {known.name for known in fields(obj)}
            return attr in names or isinstance(getattr(type(obj), attr, None), property)
        if isinstance(obj, _MACHINERY):
            return True
        return any(isinstance(obj, kind) and attr in names for kind, names in _METHODS)

    def wrap_str_format(self, value: Any) -> None:
        """Treat ``str.format`` like every other method: it is not among the allowed ones."""
        return

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Multiply, but not a text or list into something huge."""
        if operator == "**" or (operator == "%" and isinstance(left, str)):
            raise Refused(Message("“%(name)s” may not be used here.", {"name": operator}))
        for many, times in ((left, right), (right, left)):
            if (
                isinstance(many, (str, list, tuple))
                and isinstance(times, int)
                and len(many) * times > _LONGEST_PRODUCT
            ):
                raise Refused(Message("This would make a very long text."))
        return super().call_binop(context, operator, left, right)


def fill(environment: PaperEnvironment, name: str, facts: Mapping[str, Any]) -> str:
    """Fill the template *name*.

    Raises:
        TooSlow: It takes too long.
        TooLong: It writes too much.
        Exception: Whatever a template can do wrong; the traceback holds its lines.
    """
    pieces: list[str] = []
    written = 0
    with processor_limit(MOST_SECONDS):
        for piece in environment.get_template(name).generate(facts):
            written += len(piece)
            if written > MOST_CHARACTERS:
                raise TooLong
            pieces.append(piece)
    return "".join(pieces)


@contextmanager
def processor_limit(seconds: float) -> Iterator[None]:
    """Raise TooSlow in the block once it has used so much processor time.

    The traceback then shows which line of a template was at work. Where Python ignores the error,
    as in a destructor, it is raised again a second later. Signals reach the main thread only;
    elsewhere the limits of the process have to do.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_number: int, _frame: object) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, 1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _short_range(*arguments: int) -> range:
    numbers = range(*arguments)
    if len(numbers) > MOST_TURNS:
        raise Refused(Message("“range” may have %(count)s steps at most.", {"count": MOST_TURNS}))
    return numbers


def chinese_time(moment: Any) -> str:
    """Write an instant as 2017年7月5日 17:30."""
    return f"{chinese_day(moment)} {moment:%H:%M}"
