"""Stand-ins for packages that Rasa imports and that are left out, on purpose, where they have no work to do.

A stand-in satisfies imports, class statements, annotations and decorators: all that Rasa's modules do
with such a package while they are imported. Any other use of it raises the error that it was installed with.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import sys
import types
from collections.abc import Callable, MutableSequence, Sequence
from typing import Any

Refusal = Callable[[str], Exception]
"""Makes the error for a use of the package of this name."""


class _AnyAttribute(type):
    """Class attributes of a stand-in (tf.keras.layers.Layer and the like) are stand-ins too."""

    refuse: Callable[[], Exception]

    def __getattr__(cls, name: str) -> Any:
        if _is_dunder(name):
            raise AttributeError(name)
        return _stand_in(name, cls.refuse)


class StandIn(metaclass=_AnyAttribute):
    """Whatever Rasa's modules name from such a package while they are imported; of no other use."""

    def __init_subclass__(cls, **_options: Any) -> None:
        super().__init_subclass__()

    def __class_getitem__(cls, _item: Any) -> type[StandIn]:
        return cls

    def __new__(cls, *args: Any, **options: Any) -> Any:
        if _is_decoration(args, options):
            return args[0] if args else _hand_back
        raise cls.refuse()


class StandInModule(types.ModuleType):
    """A module of such a package, as far as an import statement can tell."""

    __path__: MutableSequence[str] = []  # noqa: RUF012  the type that importlib gives it

    def __init__(self, name: str, refuse: Callable[[], Exception]) -> None:
        super().__init__(name)
        self._refuse = refuse

    def __getattr__(self, name: str) -> Any:
        if _is_dunder(name):
            raise AttributeError(name)
        return _stand_in(name, self._refuse)


class StandInFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Answers imports of the packages left out."""

    def __init__(self, packages: frozenset[str], refusal: Refusal) -> None:
        self.packages = packages
        self._refusal = refusal

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: types.ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        del path, target
        if fullname.partition(".")[0] in self.packages:
            return importlib.machinery.ModuleSpec(fullname, self, is_package=True)
        return None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        package = spec.name.partition(".")[0]
        return StandInModule(spec.name, lambda: self._refusal(package))

    def exec_module(self, module: types.ModuleType) -> None:
        del module


def leave_out(packages: frozenset[str], refusal: Refusal) -> None:
    """Answer imports of these packages with stand-ins, before anything imports Rasa.

    A second call for the same packages changes nothing.
    """
    if not any(isinstance(finder, StandInFinder) and finder.packages == packages for finder in sys.meta_path):
        sys.meta_path.insert(0, StandInFinder(packages, refusal))


def _stand_in(name: str, refuse: Callable[[], Exception]) -> type[StandIn]:
    made: type[StandIn] = types.new_class(
        name, (StandIn,), exec_body=lambda body: body.update(refuse=staticmethod(refuse))
    )
    return made


def _is_dunder(name: str) -> bool:
    return name.startswith("__") and name.endswith("__")


def _hand_back(function: Callable[..., Any]) -> Callable[..., Any]:
    return function


def _is_decoration(args: tuple[Any, ...], options: dict[str, Any]) -> bool:
    """@tf.function, bare or with options, is all that Rasa's modules call while they are imported."""
    if len(args) == 1 and not options:
        return isinstance(args[0], types.FunctionType)
    return not args and "input_signature" in options
