"""How templates call what they name, and how their blocks are written: the same as Jinja's own way, with less to do."""

from functools import cache
from types import BuiltinMethodType, FunctionType, MethodType
from typing import Any

from jinja2.compiler import CodeGenerator, Frame
from jinja2.nodes import Block
from jinja2.runtime import Context, Macro

_PLAIN = frozenset({FunctionType, MethodType, BuiltinMethodType, type(cache(len))})

once = cache
"""Gives a macro a memory for as long as the page is written: what a hundred rows hold alike is written once.

For macros that say the same whenever they are given the same, and only where what they are given can be a key.
"""


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
        if kind is Macro:
            args = (self.eval_ctx, *args)
        elif kind not in _PLAIN or hasattr(called, "jinja_pass_arg"):
            return super().call(called, *args, **values)
        if values:
            # What the compiler tells of the place of the call: only for those with a mark.
            values.pop("_loop_vars", None)
            values.pop("_block_vars", None)
        try:
            return called(*args, **values)
        except StopIteration:
            return super().call(_stopped)


class WholeBlocks(CodeGenerator):
    """Has a block handed on in one piece.

    A page is a block in a block in a template that extends another. Jinja hands each of the two thousand pieces of a list
    on through all of them; here a block is put together where it was written, and handed on once.
    """

    def visit_Block(self, node: Block, frame: Frame) -> None:  # noqa: N802  Jinja's name
        """Write the call of a block; rare kinds of blocks are called Jinja's own way."""
        rare = node.required or self.environment.is_async or frame.buffer is not None
        if rare or (frame.toplevel and self.extends_so_far > 0):
            super().visit_Block(node, frame)
            return
        context = self.derive_context(frame) if node.scoped else self.get_context_ref()
        self.writeline(f"yield concat(context.blocks[{node.name!r}][0]({context}))", node)


def _stopped() -> None:
    raise StopIteration
