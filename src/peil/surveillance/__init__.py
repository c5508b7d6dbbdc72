"""The methods that public health institutes run on counts, after R's package surveillance.

Each compares counts with those before them, says what was to be expected and where a count is too
high, and, unlike that package, where it is too low. By default what is wrong in R is mended; with
`compat="surveillance-1.24"` every figure is R's own, faults too. `docs/methods/surveillance.md`
tells them apart and how the figures were compared.

```python
from peil.surveillance import ears

found = ears([3, 1, 4, 1, 5, 2, 6, 5, 3, 40], at=[9], method="C2", baseline=6)
found.rise  # array([1.])
```
"""

import sys
from typing import TYPE_CHECKING

from peil.terms.public_names import Offering

if TYPE_CHECKING:
    from peil.surveillance.bayes import bayes as bayes
    from peil.surveillance.cusum import Cusum as Cusum
    from peil.surveillance.cusum import cusum as cusum
    from peil.surveillance.ears import ears as ears
    from peil.surveillance.farrington import farrington as farrington
    from peil.surveillance.farrington import farrington_flexible as farrington_flexible
    from peil.surveillance.farrington_result import Farrington as Farrington
    from peil.surveillance.farrington_settings import FarringtonSettings as FarringtonSettings
    from peil.surveillance.farrington_settings import FlexibleSettings as FlexibleSettings
    from peil.surveillance.glr import Chart as Chart
    from peil.surveillance.glr import Glr as Glr
    from peil.surveillance.glr import glr as glr
    from peil.surveillance.in_control import MeanModel as MeanModel
    from peil.surveillance.reference_values import Judged as Judged
    from peil.surveillance.rki import rki as rki

HOMES = {
    "peil.surveillance.bayes": "bayes",
    "peil.surveillance.cusum": "Cusum cusum",
    "peil.surveillance.ears": "ears",
    "peil.surveillance.farrington": "farrington farrington_flexible",
    "peil.surveillance.farrington_result": "Farrington",
    "peil.surveillance.farrington_settings": "FarringtonSettings FlexibleSettings",
    "peil.surveillance.glr": "Chart Glr glr",
    "peil.surveillance.in_control": "MeanModel",
    "peil.surveillance.reference_values": "Judged",
    "peil.surveillance.rki": "rki",
}
__all__ = sorted(" ".join(HOMES.values()).split())

sys.modules[__name__].__class__ = Offering
