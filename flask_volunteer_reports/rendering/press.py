"""The press: child processes that lay forms out, with limits, and without the web worker.

WeasyPrint may take a process down (no usable font), take long, or take much memory; here that ends
one child, and only what it was at is tried again. A form that ends its child twice when it is alone
becomes a clear error.
"""

from __future__ import annotations

import os
import queue
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from types import MappingProxyType, TracebackType
from typing import Any, Self

from ..errors import PaperFailed
from .characters import refuse_boxes
from .fonts import PaperFonts, check_fonts
from .helper_process import HelperProcess, ProcessLost, broken
from .orders import Batch, Filling, Order, PlainPaper, Trial
from .papers import TriedForm

_FEW = 4

Photo = Callable[[str], bytes]


class Press:
    """Lays forms out in child processes; use it as a context, so that they end with it.

    Children are started when they are first needed and then live as long as the press.

    Args:
        fonts: The families of the papers.
        seconds: What one file may take, of the clock and of the processor.
        megabytes: Address space of a child.
        processes: How many children there may be; never more than processors.
        batch: How many forms a child is given at a time; nothing else depends on it.

    Raises:
        PaperFailed: On entering, when the fonts are not installed that the papers need.
    """

    def __init__(
        self,
        fonts: PaperFonts,
        *,
        seconds: int,
        megabytes: int,
        processes: int = 1,
        batch: int = 5,
    ) -> None:
        self.fonts = fonts
        self.families = fonts.text_chain
        """In which text is set that WeasyPrint does not set, best first."""
        self._batch = batch
        self.children = [
            HelperProcess(fonts, seconds=seconds, megabytes=megabytes)
            for _ in range(max(1, min(processes, os.cpu_count() or 1)))
        ]
        self._idle: queue.LifoQueue[HelperProcess] = queue.LifoQueue()
        for child in self.children:
            self._idle.put(child)
        self._reading = threading.Lock()

    def __enter__(self) -> Self:
        check_fonts(self.fonts)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for child in self.children:
            child.close()

    def lay_out(
        self,
        orders: Sequence[Order],
        photo: Photo,
        templates: Mapping[str, str] = MappingProxyType({}),
    ) -> Iterator[tuple[int, bytes]]:
        """Lay *orders* out; yields the place of each and its pages (see LaidOut), as they come.

        Args:
            photo: Returns a JPEG by name; called from one thread at a time.
            templates: The office's own, asked before ours.

        Raises:
            PaperFailed: A form cannot be laid out; those before it were yielded.
        """
        refuse_boxes([order.facts for order in orders], self.fonts)
        # A child takes a second to start: a few forms are done sooner by one.
        size = min(self._batch, max(_FEW, -(-len(orders) // len(self.children))))
        done: queue.SimpleQueue[Future[list[tuple[int, Any]]]] = queue.SimpleQueue()
        with ThreadPoolExecutor(len(self.children)) as pool:
            try:
                numbered = list(enumerate(orders))
                starts = range(0, len(orders), size)
                for start in starts:
                    some = numbered[start : start + size]
                    pool.submit(self._work, some, photo, templates).add_done_callback(done.put)
                for _ in starts:
                    yield from _good(done.get().result(), orders)
            finally:
                pool.shutdown(wait=True, cancel_futures=True)

    def render_plainly(self, paper: PlainPaper) -> bytes:
        """Render a whole paper without laid-out pages; see :func:`.plain.render_plainly`.

        Raises:
            PaperFailed: It cannot be made.
        """
        answer = self._ask_alone(paper, paper.title)
        if isinstance(answer, bytes):
            return answer
        raise _failure(answer, paper.title)

    def try_form(
        self, name: str, templates: Mapping[str, str], docx: bytes | None, *, filename: str
    ) -> TriedForm:
        """Try an office's own form with invented facts; see :func:`.form_trial.try_form`.

        Raises:
            PaperFailed: The form cannot be used, or it took its child down.
        """
        trial = Trial(name=name, templates=dict(templates), docx=docx, filename=filename)
        answer = self._ask_alone(trial, filename)
        if isinstance(answer, TriedForm):
            return answer
        raise _failure(answer, filename)

    def fill_docx(self, filling: Filling) -> bytes:
        """Fill an office's own DOCX form; see :func:`.docx_form.render_docx_form`.

        Raises:
            PaperFailed: The form cannot be filled, or it took its child down.
        """
        answer = self._ask_alone(filling, filling.filename)
        if isinstance(answer, bytes):
            return answer
        raise _failure(answer, filling.filename)

    def _ask_alone(self, order: PlainPaper | Filling | Trial, name: str) -> Any:
        """Have one child answer one order; it is not asked again when it takes the child down."""
        child = self._idle.get()
        try:
            (answer,) = child.ask(order)
        except ProcessLost as lost:
            raise child.epitaph(name, lost) from lost
        finally:
            self._idle.put(child)
        return answer

    def _work(
        self, some: Sequence[tuple[int, Order]], photo: Photo, templates: Mapping[str, str]
    ) -> list[tuple[int, Any]]:
        """Have one child lay out *some* orders; the places and answers of all of them."""
        orders = tuple(order for _, order in some)
        child = self._idle.get()
        try:
            with self._reading:
                photos = {name: photo(name) for order in orders for name in order.photos}
            batch = Batch(orders=orders, photos=photos, templates=dict(templates))
            try:
                answers = child.ask(batch)
            except ProcessLost:
                answers = [self._alone(child, order, batch) for order in orders]
        finally:
            self._idle.put(child)
        return [(place, answer) for (place, _), answer in zip(some, answers, strict=True)]

    @staticmethod
    def _alone(child: HelperProcess, order: Order, batch: Batch) -> Any:
        """Try a form alone, and once more; its child died with it among others."""
        photos = {name: batch.photos[name] for name in order.photos}
        alone = Batch(orders=(order,), photos=photos, templates=batch.templates)
        for is_last in (False, True):
            try:
                return child.ask(alone)[0]
            except ProcessLost as lost:
                if is_last:
                    return child.epitaph(order.name, lost)
        raise AssertionError


def _good(
    answers: Sequence[tuple[int, Any]], orders: Sequence[Order]
) -> Iterator[tuple[int, bytes]]:
    """Yield what went well, then raise what did not."""
    for place, answer in answers:
        if isinstance(answer, bytes):
            yield place, answer
    for place, answer in answers:
        if not isinstance(answer, bytes):
            raise _failure(answer, orders[place].name)


def _failure(answer: Any, name: str) -> PaperFailed:
    return answer if isinstance(answer, PaperFailed) else broken(name, str(answer))
