"""How templates call what they name: the same as Jinja's own way, without asking each time what is being called."""

from types import BuiltinMethodType, FunctionType, MethodType
from typing import Any

from jinja2.runtime import Context, Macro

_PLAIN = frozenset({FunctionType, MethodType, BuiltinMethodType})


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


def _stopped() -> None:
    raise StopIteration
