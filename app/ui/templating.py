"""How templates call what they name, and how their blocks are written: the same as Jinja's own way, with less to do."""

import re
from collections.abc import Callable, Hashable
from functools import cache, partial
from types import BuiltinMethodType, FunctionType, MethodType
from typing import Any

from jinja2 import Environment
from jinja2.compiler import CodeGenerator, Frame
from jinja2.nodes import Block, Call, Expr, Name, Template
from jinja2.runtime import Context, Macro
from jinja2.utils import missing
from markupsafe import Markup, escape
from markupsafe import _escape_inner as escaped  # type: ignore[attr-defined]  # what `escape` makes markup of

_PLAIN = frozenset({FunctionType, MethodType, BuiltinMethodType, type(cache(len))})

_markup: Callable[[str], Markup] = partial(str.__new__, Markup)
"""Makes text markup; `Markup` itself first looks whether it is something else."""

_WORDS = frozenset({"_", "gettext", "ngettext", "url_for"})
"""What templates call again and again, always by these names."""

once = cache
"""Gives a macro a memory for as long as the page is written: what a hundred rows hold alike is written once.

For macros that say the same whenever they are given the same, and only where what they are given can be a key.
"""


_GAPS = re.compile("\x00([a-z_]+)\x01")


def gap(name: str) -> Markup:
    """Give what holds the place, where a row is written once for all, of words that each row has of its own."""
    # Signs that no text holds: what people type is cleaned of them, and no catalogue has them.
    return _markup(f"\x00{name}\x01")


def stencil(macro: Callable[..., Markup]) -> Callable[..., Markup]:
    """Give a macro a memory as `once` does, for rows that differ in a few words only: what holds their place (`gap`) is filled.

    The macro is given what rows have alike, and its gaps by name what each row has of its own.
    """
    cut: dict[tuple[object, ...], str] = {}

    def write(*alike: Hashable, **own: object) -> Markup:
        if alike not in cut:
            cut[alike] = _GAPS.sub(r"%(\1)s", macro(*alike).replace("%", "%%"))
        return _markup(cut[alike] % {name: written(words) for name, words in own.items()})

    return write


class LeanContext(Context):
    """The variables of a template, with a short way to functions and macros.

    A page of a hundred notes calls a thousand macros and functions. Jinja looks at each of them anew for marks that
    say what else it wants to be given; here only those that carry such a mark, and rare kinds of things, go that way.
    """

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        # Macros are imported without the page's variables. Jinja would compare all names the application gives with
        # all names of each template that is imported from, which here are the same.
        self.globals_keys = set()

    def call(self, called: Any, /, *args: Any, **values: Any) -> Any:
        """Call a function or a macro with what the template gives it."""
        kind = type(called)
        if kind is not Macro and (kind not in _PLAIN or hasattr(called, "jinja_pass_arg")):
            return super().call(called, *args, **values)
        if values:
            # What the compiler tells of the place of the call: only for those with a mark.
            values.pop("_loop_vars", None)
            values.pop("_block_vars", None)
        if kind is Macro:
            return self._written_by(called, args, values)
        try:
            return called(*args, **values)
        except StopIteration:
            return super().call(_stopped)

    def _written_by(self, macro: Macro, args: tuple[Any, ...], values: dict[str, Any]) -> Any:
        """Give what a macro writes, its arguments in their order as Jinja puts them; rare macros and mistakes go Jinja's way."""
        if macro.caller or macro.catch_kwargs or macro.catch_varargs:
            return macro(self.eval_ctx, *args, **values)
        given = (*args, *[values.pop(name, missing) for name in macro.arguments[len(args) :]])
        if values or len(given) > len(macro.arguments) or not self.eval_ctx.autoescape:
            return macro(self.eval_ctx, *given, **values)
        return _markup(macro._func(*given))  # noqa: SLF001  what Jinja itself calls


def _is_plain(called: object) -> bool:
    return type(called) in _PLAIN and not hasattr(called, "jinja_pass_arg")


def way_of(environment: Environment) -> str:
    """Tell in which way an environment has the code of its templates written: code written in another way does not run in it."""
    plain = (name for name in sorted(_WORDS) if _is_plain(environment.globals.get(name)))
    return " ".join((environment.code_generator_class.__qualname__, *sorted(environment.extensions), *plain))


def written(value: Any) -> str:
    """Write a value on a page, with what is not markup escaped.

    Jinja makes markup of each piece; here the pieces are only put together, and what they are put together to is made markup.
    """
    kind = type(value)
    said: str = escaped(value) if kind is str else value if kind is Markup else escape(value)
    return said


class LeanCode(CodeGenerator):
    """Writes the code of templates with less to do for each piece of a page."""

    def visit_Template(self, node: Template, frame: Frame | None = None) -> None:  # noqa: N802  Jinja's name
        """Write a whole template, which finds here what is not Jinja's."""
        self.writeline(f"from {__name__} import {written.__name__}")
        super().visit_Template(node, frame)

    def visit_Block(self, node: Block, frame: Frame) -> None:  # noqa: N802  Jinja's name
        """Write the call of a block, which is handed on in one piece; rare kinds of blocks are called Jinja's own way.

        A page is a block in a block in a template that extends another. Jinja hands each of the two thousand pieces of a list
        on through all of them; here a block is put together where it was written, and handed on once.
        """
        rare = node.required or self.environment.is_async or frame.buffer is not None
        if rare or (frame.toplevel and self.extends_so_far > 0):
            super().visit_Block(node, frame)
            return
        context = self.derive_context(frame) if node.scoped else self.get_context_ref()
        self.writeline(f"yield concat(context.blocks[{node.name!r}][0]({context}))", node)

    def visit_Call(self, node: Call, frame: Frame, **more: Any) -> None:  # type: ignore[override]  # noqa: N802
        """Write a call: of words and addresses straight on, without looking at what is called."""
        name = node.node.name if isinstance(node.node, Name) else ""
        plain = name in _WORDS and _is_plain(self.environment.globals.get(name))
        if not plain or more or node.dyn_args or node.dyn_kwargs:
            super().visit_Call(node, frame, **more)
            return
        self.visit(node.node, frame)
        self.write("(")
        for part in (*node.args, *node.kwargs):
            self.visit(part, frame)
            self.write(", ")
        self.write(")")

    def _output_child_pre(self, node: Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write(f"{written.__name__}(")


def _stopped() -> None:
    raise StopIteration
