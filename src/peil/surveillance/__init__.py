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

from peil.surveillance.bayes import bayes
from peil.surveillance.cusum import Cusum, cusum
from peil.surveillance.ears import ears
from peil.surveillance.farrington import farrington
from peil.surveillance.farrington_flexible import farrington_flexible
from peil.surveillance.farrington_result import Farrington
from peil.surveillance.farrington_settings import FarringtonSettings, FlexibleSettings
from peil.surveillance.glr import Chart, Glr, glr
from peil.surveillance.in_control import MeanModel
from peil.surveillance.reference_values import Judged
from peil.surveillance.rki import rki

__all__ = [
    "Chart",
    "Cusum",
    "Farrington",
    "FarringtonSettings",
    "FlexibleSettings",
    "Glr",
    "Judged",
    "MeanModel",
    "bayes",
    "cusum",
    "ears",
    "farrington",
    "farrington_flexible",
    "glr",
    "rki",
]
