"""Names that a package offers, each imported from its home only when it is asked for."""

from importlib import import_module
from types import ModuleType
from typing import Any


class Offering(ModuleType):
    """A package that offers the names of its `HOMES`: each with the module that holds it.

    A home that ends with a colon is offered itself. Importing a module of an offered name leaves
    the offer as it is: `peil.assess` is a function, although a folder is called so too.
    """

    HOMES: dict[str, str]

    def __getattr__(self, name: str) -> Any:
        home = self.__dict__["HOMES"].get(name)
        if home is None:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        module = import_module(home.rstrip(":"))
        self.__dict__[name] = module if home.endswith(":") else getattr(module, name)
        return self.__dict__[name]

    def __setattr__(self, name: str, value: Any) -> None:
        is_offered = name in self.__dict__.get("HOMES", ())
        if not (is_offered and isinstance(value, ModuleType)):
            super().__setattr__(name, value)

    def __dir__(self) -> list[str]:
        return sorted(self.HOMES)
