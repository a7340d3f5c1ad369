"""What runs in the press's child processes: reads orders, answers with pages."""

from __future__ import annotations

import gc
import os
import resource
import sys
import traceback
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

from ..errors import PaperFailed
from .annex1 import lay_out_annex1
from .annex2 import lay_out_annex2
from .documents import paper_html
from .extraction import extract
from .fonts import PaperFonts
from .helper_process import receive, send
from .laid_out import Unexpected, not_laid_out
from .orders import Batch, Filling, Order, PlainPaper, Trial
from .papers import TriedForm
from .pdf import Layout
from .plain import render_plainly


def main(arguments: list[str]) -> None:
    """Serve orders until the press hangs up.

    Args:
        arguments: Megabytes of address space, seconds of processor time an order, font families
            (see :meth:`.PaperFonts.to_arguments`).
    """
    megabytes, seconds, *fonts = arguments
    resource.setrlimit(resource.RLIMIT_AS, (int(megabytes) * 2**20,) * 2)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints goes to the log, not between our answers
    layout = Layout(PaperFonts.from_arguments(fonts))
    gc.freeze()  # what was imported stays; looking at it again and again costs a tenth of the time
    while True:
        try:
            order = receive(sys.stdin.buffer)
        except EOFError:
            return
        _allow_seconds(int(seconds))
        if isinstance(order, Batch):
            send(answers, [_lay_out(one, order, layout) for one in order.orders])
        elif isinstance(order, Trial):
            send(answers, [_try(order, layout)])
        elif isinstance(order, Filling):
            send(answers, [_fill(order)])
        else:
            send(answers, [_plainly(order, layout)])


def documents_of(order: Order, batch: Batch, layout: Layout) -> Iterable[Any]:
    """Lay out one form; returns the WeasyPrint documents that make it up.

    A long table comes as several, one after the other; whoever lets each go needs little memory.
    """
    facts, templates = order.facts, batch.templates
    if order.kind == "annex1":
        photos = {name: batch.photos[name] for name in facts.photos}
        return lay_out_annex1(facts, photos, layout, templates)
    if order.kind == "annex2":
        return lay_out_annex2(facts, layout, templates)
    html = paper_html(
        f"{order.kind}.html", layout, "", facts.produced_on, templates=templates, report=facts
    )
    return [layout.lay_out(html)]


def _lay_out(order: Order, batch: Batch, layout: Layout) -> bytes | PaperFailed | str:
    """Answer with a laid-out form, why it cannot be, or the trace of what should not happen."""
    pages: list[int] = []
    try:
        documents = map(_counting(pages), documents_of(order, batch, layout))
        try:
            return extract(documents, batch.photos).to_file()
        except Unexpected as error:
            deque(documents, maxlen=0)  # what was not looked at is counted all the same
            return not_laid_out(str(error), sum(pages)).to_file()
    except PaperFailed as error:
        return error
    except Exception:
        return traceback.format_exc()


def _counting(pages: list[int]) -> Callable[[Any], Any]:
    def count(document: Any) -> Any:
        pages.append(len(document.pages))
        return document

    return count


def _plainly(paper: PlainPaper, layout: Layout) -> bytes | PaperFailed | str:
    try:
        return render_plainly(paper, layout, documents_of)
    except PaperFailed as error:
        return error
    except Exception:
        return traceback.format_exc()


def _try(trial: Trial, layout: Layout) -> TriedForm | PaperFailed | str:
    from .form_trial import try_form  # noqa: PLC0415 -- papers need none of it

    templates, filename = trial.templates, trial.filename
    try:
        return try_form(trial.name, templates, trial.docx, layout, filename=filename)
    except PaperFailed as error:
        return error
    except Exception:
        return traceback.format_exc()


def _fill(filling: Filling) -> bytes | PaperFailed | str:
    from .docx_form import render_docx_form  # noqa: PLC0415 -- pages need none of it

    template, facts, photos = filling.template, filling.facts, filling.photos
    try:
        return render_docx_form(template, facts, photos, filename=filling.filename).content
    except PaperFailed as error:
        return error
    except Exception:
        return traceback.format_exc()


def _allow_seconds(seconds: int) -> None:
    """Let the kernel end this process after so much more processor time."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = int(usage.ru_utime + usage.ru_stime)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (used + seconds + 1, hard))


if __name__ == "__main__":
    main(sys.argv[1:])
