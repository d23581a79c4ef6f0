"""How addresses are put together: for each rule when the first address is asked for, not for all five hundred at the start."""

from collections.abc import Callable
from typing import Any

from werkzeug.routing import Rule


class LateRule(Rule):
    """A rule that writes the code that makes its addresses when it is first called.

    Werkzeug writes two functions for each rule as it is added, a tenth of a second for all of them and memory for many that
    are never called.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        write = super()._compile_builder
        kept = "_build_unknown" if append_unknown else "_build"

        def build(rule: "LateRule", /, **values: Any) -> tuple[str, str]:
            made: Callable[..., tuple[str, str]] = write(append_unknown).__get__(rule, None)
            setattr(rule, kept, made)
            return made(**values)

        return build
