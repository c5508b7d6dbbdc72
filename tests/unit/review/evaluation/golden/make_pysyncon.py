"""Fit panel.csv by its predictors with pysyncon: `python make_pysyncon.py`, in this folder."""

from pathlib import Path

import numpy as np
import pandas as pd
from pysyncon import Synth
from scipy.optimize import minimize

HERE = Path(__file__).parent
BEGINS, DRAWN = 1994, 11
PREDICTORS = ["first", "second", "third", "unrelated"]


def main() -> None:
    """Write the error and the weights with which a search from each start ends.

    pysyncon itself starts from equal weights alone; its own functions serve for the other starts.
    """
    panel = pd.read_csv(HERE / "panel.csv", index_col="region")
    own, donors = panel.index[0], panel.index[1:]
    before = [year for year in panel.columns if year.isdigit() and int(year) < BEGINS]
    x, z = panel[PREDICTORS].T, panel[before].T
    synth = Synth()
    synth.fit(X0=x[donors], X1=x[own], Z0=z[donors], Z1=z[own])
    ends = [("equal", synth.loss_V, synth.W)]
    scaled = x.divide(x.std(axis=1), axis=0)
    x0, x1, z0, z1 = (each.to_numpy() for each in (scaled[donors], scaled[own], z[donors], z[own]))

    def weights(v):
        share = np.abs(v) / np.abs(v).sum()
        return synth.w_optimize(V_mat=np.diag(share), X0=x0, X1=x1)[0]

    def error(v):
        return synth.calc_loss_V(W=weights(v), Z0=z0, Z1=z1)

    for start in np.random.default_rng(1).dirichlet(np.ones(len(PREDICTORS)), DRAWN):
        end = minimize(error, start, method="Nelder-Mead", options={"maxiter": 400})
        ends.append(("drawn", end.fun, weights(end.x)))
    rows = [
        {"start": start, "mspe": f"{mspe:.6f}"}
        | {donor: f"{w:.5f}" for donor, w in zip(donors, found, strict=True)}
        for start, mspe, found in ends
    ]
    pd.DataFrame(rows).to_csv(HERE / "predictors.csv", index=False, lineterminator="\n")


if __name__ == "__main__":
    main()
