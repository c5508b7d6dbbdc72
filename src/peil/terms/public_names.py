"""Names that a package offers, each imported from its home only when it is asked for."""

from importlib import import_module
from types import ModuleType
from typing import Any


class Offering(ModuleType):
    """A package that offers the names of its `HOMES`: for each module those that it holds.

    A module whose name ends with a colon is offered itself. Importing a module of an offered name
    leaves the offer as it is: `peil.assess` is a function, although a folder is called so too.
    """

    HOMES: dict[str, str]

    def __getattr__(self, name: str) -> Any:
        home = next((home for home, names in self.HOMES.items() if name in names.split()), None)
        if home is None:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        module = import_module(home.rstrip(":"))
        self.__dict__[name] = module if home.endswith(":") else getattr(module, name)
        return self.__dict__[name]

    def __setattr__(self, name: str, value: Any) -> None:
        if not (isinstance(value, ModuleType) and name in dir(self)):
            super().__setattr__(name, value)

    def __dir__(self) -> list[str]:
        return sorted(" ".join(self.HOMES.values()).split())
