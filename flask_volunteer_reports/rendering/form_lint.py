"""What can be seen in the text of an office's own form before it is filled: with the line.

Nothing here has to be complete: the sandbox refuses what is forbidden when a form is filled, and
the layout fetches nothing but the photos of the paper. But here the line is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from jinja2 import Environment, TemplateSyntaxError, nodes

from ..errors import Fault, Message
from .form_faults import excerpt, message_of
from .sandbox import FILTERS

PARTS = frozenset(("annex1.html", "annex2.html", "style.css", "frame.html", "text.html"))
"""What a form may include or import."""

_MACROS = {"annex1.html": "annex1", "annex2.html": "annex2"}
"""What a form must define, each with three places: the fitted form, ``part`` and ``entry``."""
_COMMENT = re.compile(r"/\*.*?\*/|<!--.*?-->|\{#.*?#\}", re.DOTALL)
_FORBIDDEN: tuple[tuple[re.Pattern[str], Message], ...] = (
    (
        re.compile(r"@import\b", re.IGNORECASE),
        Message("“@import” is not possible: a form cannot load anything. Write it into style.css."),
    ),
    (
        re.compile(
            r"<\s*(?:link|script|iframe|object|embed|base|form|video|audio)\b", re.IGNORECASE
        ),
        Message("This element is not possible: a form cannot load or run anything."),
    ),
    (
        re.compile(r"\burl\(\s*[\"']?(?!\s*[\"']?(?:photo:|#))", re.IGNORECASE),
        Message("“url(…)” is not possible: a form reads no files and nothing from the network."),
    ),
    (
        re.compile(
            r"\b(?:src|srcset|poster|data)\s*=\s*(?!\s*[\"']?(?:photo:|\{\{))", re.IGNORECASE
        ),
        Message("A form shows its photos only (photo:…), no files and nothing from the network."),
    ),
    (
        re.compile(r"\b(?:xlink:)?href\s*=\s*[\"']?(?!\s*[\"']?#)", re.IGNORECASE),
        Message('A link may lead to a place in the same paper only (href="#…").'),
    ),
    (
        re.compile(r"javascript\s*:", re.IGNORECASE),
        Message("A paper cannot run scripts."),
    ),
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd-\uffff\u202a-\u202e\u2066-\u2069]")


def check_template(environment: Environment, name: str, source: str) -> list[Fault]:
    """List what is wrong with the text of the template *name*, in the order of its lines."""
    found = [*_forbidden(source)]
    try:
        tree = environment.parse(source, name)
    except TemplateSyntaxError as error:
        found.append((error.lineno, message_of(error)))
    else:
        found.extend(_in_tree(tree))
        found.extend(_missing_parts(tree, name))
    return [
        Fault(template=name, line=line, message=message, excerpt=excerpt(source, line))
        for line, message in sorted(found, key=lambda pair: pair[0])
    ]


def _forbidden(source: str) -> Iterator[tuple[int, Message]]:
    for match in _CONTROL.finditer(source):
        yield (
            source.count("\n", 0, match.start()) + 1,
            Message("A character stands here that cannot be read or seen. Take it out."),
        )
    # What is commented out does nothing; its lines still count.
    text = _COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), source)
    for pattern, message in _FORBIDDEN:
        for match in pattern.finditer(text):
            yield source.count("\n", 0, match.start()) + 1, message


def _in_tree(tree: nodes.Template) -> Iterator[tuple[int, Message]]:
    for used in tree.find_all(nodes.Filter):
        if used.name not in FILTERS:
            yield (
                used.lineno,
                Message("A form may not use the filter “%(name)s”.", {"name": used.name}),
            )
    for node in tree.find_all((nodes.EvalContextModifier, nodes.Include, nodes.Import)):
        yield from _loaded(node)
    for other in tree.find_all((nodes.Extends, nodes.FromImport)):
        yield from _loaded(other)


def _loaded(node: nodes.Node) -> Iterator[tuple[int, Message]]:
    if isinstance(node, nodes.EvalContextModifier):
        yield node.lineno, Message("“autoescape” cannot be switched off in a form.")
        return
    template = getattr(node, "template", None)
    name = template.value if isinstance(template, nodes.Const) else None
    if name not in PARTS:
        yield (
            node.lineno,
            Message(
                "A form can include %(names)s and nothing else.",
                {"names": ", ".join(sorted(PARTS))},
            ),
        )


def _missing_parts(tree: nodes.Template, name: str) -> Iterator[tuple[int, Message]]:
    """Hold the macro to its contract: it is called with the fitted form."""
    wanted = _MACROS.get(name)
    if wanted is None:
        return
    macros = {macro.name: macro for macro in tree.find_all(nodes.Macro)}
    macro = macros.get(wanted)
    if macro is None:
        yield 1, Message("The form must define the macro “%(name)s”.", {"name": wanted})
    elif not macro.args or len(macro.defaults) < len(macro.args) - 1:
        yield (
            macro.lineno,
            Message(
                "The macro must begin like this: %(start)s",
                {"start": f"macro {wanted}(fitted)"},
            ),
        )
