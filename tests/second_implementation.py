"""The second method written again from docs/methods/level.md alone; nothing of Peil is imported.

It reads the tables of a dossier as rows. A number that differs from Peil's is a fault of one of
the two, or a sentence that the page lacks. It knows the measures of Peil's own ladder only.
"""

import csv
import io
import json
import tomllib
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from tests.second_figures import Day, Figure, figures_of, month, months, spacing, without_overlap

LISTS = (("attacks", "attacks"), ("mass_casualty", "attacks"), ("plots", "plots"))
"""Families of dated events, and the sort of the windows that count them."""


class Answer(NamedTuple):
    """What is said at a review; levels count from 1."""

    day: Day
    posterior: Any
    status: str
    reason: str
    held: int | None
    level: int | None
    or_higher: bool


@dataclass
class Standing:
    """Where the rule stands: the level, its last raise, thin reviews, and P of the month ends."""

    held: int | None = None
    raised: Day | None = None
    thin: int = 0
    past: list[float] = field(default_factory=list)

    def reach(self, level, day):
        self.held, self.raised, self.thin, self.past = int(level), day, 0, []


class SecondMethod:
    """The second method for the files of a dossier, by name."""

    def __init__(self, files, rule, ladder) -> None:
        self.files, self.rule, self.ladder = files, rule, ladder
        self.country = json.loads(files["datapackage.json"])["peil"]["subject"]
        scale = tomllib.loads(files["scale.toml"].decode())
        self.K, self.replay_from = len(scale["levels"]), Day(scale["replay_from"])
        self.imminent = scale["levels"][-1].get("imminent", False)
        self.evidence = {i["id"]: i for i in self.table("indicators") if is_evidence(i)}
        self.rows, own = defaultdict(list), self.table("observations")
        has_own = {row["indicator"] for row in own}
        for row in own + self.table("observations", "World"):
            indicator = self.evidence.get(row["indicator"], {"family": None})
            is_world = indicator["family"] == "propaganda" and row["indicator"] not in has_own
            if indicator["family"] and (row["country"] == self.country or is_world):
                start, end, public = (
                    Day(row[k]) for k in ("period_start", "period_end", "published")
                )
                telling = 0.5 if row["approximate"] == "true" else 1.0
                figure = Figure(start, end, float(row["value"]), public, telling)
                self.rows[row["indicator"], row["publisher"]].append(figure)
        self.windows = defaultdict(list)
        for w in sorted(self.table("attacks_complete"), key=lambda w: list(w.values())):
            sort = "plots" if w["status"] == "foiled" else "attacks"
            days = Day(w["complete_from"]), Day(w["complete_to"])
            self.windows[sort].append((w["ideology"], w["status"].split("+"), *days))
        self.covered = {
            sort: np.unique(np.concatenate([np.arange(w[2], w[3] + 1) for w in windows]))
            for sort, windows in self.windows.items()
        }
        self.events = [e for row in self.table("attacks") for e in self.counted(row)]
        self.memory = {}
        self.signs = [(Day(s["day"]), Day(s["published"])) for s in self.table("signs")]
        starts = [f.start for rows in self.rows.values() for f in rows]
        starts += [days[0] for days in self.covered.values()]
        self.first = month(min([*starts, self.replay_from]))
        settles = rule["settles_at_least_2"] * rule["settles_next"] ** np.arange(self.K - 1)
        self.pi = -np.diff([1, *settles, 0])
        self.A = np.diag([rule["down"]] * (self.K - 1), -1)
        self.A += np.diag(rule["down"] * self.pi[1:] / self.pi[:-1], 1)
        self.A += np.diag(1 - self.A.sum(axis=1))

    def table(self, name, country=None):
        rows = csv.DictReader(io.StringIO(self.files.get(f"{name}.csv", b"").decode()))
        of = country or self.country
        return [
            row
            for row in rows
            if row.get("confidence") != "memory" and row.get("country", of) == of
        ]

    def counted(self, event):
        """Give the sort, the month, and when the event and its toll of ten were public."""
        day, public = Day(event["date"]), Day(event["published"])
        for sort, windows in self.windows.items():
            for ideology, statuses, first, last in windows:
                is_of = ideology in ("any", event["ideology"]) and event["status"] in statuses
                if is_of and first <= day <= last:
                    by_year = event["date_precision"] == "year"
                    toll = Day(event["killed_published"] or public)
                    many = float(event["killed"] or 0) >= 10
                    at = month(min(max(public, first), last) if by_year else day)
                    yield sort, at, public, max(toll, public) if many else Day("NaT")
                    break

    def review_days(self, last):
        """Month ends, the days with news, and the last day."""
        days = [f.published for rows in self.rows.values() for f in rows] + [last]
        days += [day for _, _, public, toll in self.events for day in (public, toll)]
        days += [day for sign, public in self.signs for day in (sign, public, sign + 30)]
        news = {str(day) for day in days}
        every = np.arange(self.replay_from, last + 1)
        return [day for day in every if is_month_end(day) or str(day) in news]

    def weights(self, rule, *, count, m, telling=1.0, base=1.0):
        """Give W: a row for each figure, a column for each step."""
        values = np.log(rule["values"])
        v = np.interp(np.linspace(0, 1, self.K), np.linspace(0, 1, len(values)), values)
        count, m, telling, base = (np.atleast_1d(x)[:, None] for x in (count, m, telling, base))
        mu, a = m * base * np.exp(v) / rule.get("per_months", 1), rule["size"] * telling * m / 12
        nats = count * np.log(mu / (a + mu)) - a * np.log(a + mu)
        clip = self.rule["clip_db"]
        return np.clip(10 / np.log(10) * np.diff(nats), -clip, clip) * rule["reliability"]

    def base(self, figure, figures, rule):
        """Give the base of a figure, 0 where it has none."""
        if rule["measure"] == "count":
            return 1.0
        before = without_overlap(f for f in figures if f.end < figure.start)
        span = sum(months(f.start, f.end) for f in before)
        is_monthly = spacing(without_overlap(figures)) < 2
        needed = self.rule["base_months_monthly" if is_monthly else "base_months"]
        return sum(f.count for f in before) / span if before and span >= needed else 0.0

    def weighed(self, indicator, rows):
        """Give the figures of a stream that weigh, and the row of W of each."""
        family = indicator["family"]
        rule = self.ladder["totals" if family in ("attacks", "plots") else "families"].get(family)
        since, until = (indicator.get(f"relevant_{side}") for side in ("from", "until"))
        figures = figures_of(indicator["measure_kind"], rows)
        bases = {
            f: self.base(f, figures, rule)
            for f in figures
            if rule and months(f.start, f.end) > 0
            if (not since or Day(since) <= f.start) and (not until or f.end <= Day(until))
            if not any(a <= f.start and f.end <= b for *_, a, b in self.windows.get(family, ()))
        }
        figures = without_overlap(f for f in bases if bases[f] > 0)
        m = np.array([months(f.start, f.end) for f in figures])
        count, telling = np.array([(f.count, f.telling) for f in figures]).reshape(-1, 2).T
        base = np.array([bases[f] for f in figures])
        w = self.weights(rule, count=count, m=m, telling=telling, base=base) if figures else []
        return figures, w, rule

    def streams(self, day):
        """Give of each: family, reliability, decibans by month and step, known, current, a list."""
        rule, n = self.rule, month(day) - self.first + 1
        for (name, publisher), every in self.rows.items():
            indicator, rows = self.evidence[name], [r for r in every if r.published <= day]
            key = name, publisher, len(rows)
            if key not in self.memory:
                self.memory[key] = self.weighed(indicator, rows)
            figures, weights, of = self.memory[key]
            if figures:
                decibans = np.zeros((n, self.K - 1))
                for f, w in zip(figures, weights, strict=True):
                    at = np.arange(f.start, f.end + 1).astype("M8[M]").astype(int) - self.first
                    decibans += np.bincount(at, minlength=n)[:n, None] / len(at) * w
                most = min(rule["current_spacings"] * spacing(figures), rule["current_months"])
                until = indicator.get("relevant_until")
                known = not until or day <= Day(until)
                fresh = known and months(figures[-1].end + 1, day) <= most
                yield indicator["family"], of["reliability"], decibans, known, fresh, False
        ends = np.arange(self.first, self.first + n + 1).astype("M8[M]").astype("M8[D]")
        for family, sort in LISTS:
            days = self.covered.get(sort, np.array([], "M8[D]"))
            days = days[days <= day]
            if len(days):
                of, is_mass = self.ladder["families"][family], family == "mass_casualty"
                known = [e for e in self.events if e[0] == sort and e[2] <= day]
                at = [e[1] for e in known if sort == "plots" or (e[3] <= day) == is_mass]
                counts = np.bincount(np.array(at, int) - self.first, minlength=n)
                covered = np.bincount(days.astype("M8[M]").astype(int) - self.first, minlength=n)
                decibans, seen = np.zeros((n, self.K - 1)), covered > 0
                m = covered[seen] / np.diff(ends).astype(int)[seen]
                decibans[seen] = self.weights(of, count=counts[seen], m=m)
                yield (
                    family,
                    of["reliability"],
                    decibans,
                    True,
                    months(days[-1] + 1, day) <= 1.5,
                    True,
                )

    def combined(self, streams):
        """Add the streams of a family: the strongest in full, further ones by halves."""
        parts = np.array([decibans for _, _, decibans, *_ in streams])
        shares = self.rule["further_figures"] ** np.arange(len(parts))
        above, below = (np.sort(np.maximum(x, 0), axis=0)[::-1] for x in (parts, -parts))
        return np.tensordot(shares, above - below, 1)

    def fit(self, evidence, day):
        forecast = self.pi
        for steps in sum(evidence, np.zeros((month(day) - self.first + 1, self.K - 1))):
            p = forecast * 10 ** (np.array([0, *np.cumsum(steps)]) / 10)
            p /= p.sum()
            forecast = p @ self.A
        return p

    def replay(self, days):
        """Answer at each review."""
        now, bearing, fit, day_before = Standing(), set(), self.pi, None
        for day in days:
            families = defaultdict(list)
            for stream in self.streams(day):
                families[stream[0]].append(stream)
            evidence = {family: self.combined(of) for family, of in families.items()}
            gap = month(day) - month(day_before) if day_before else 0
            carried = at_least(fit @ np.linalg.matrix_power(self.A, gap))
            fit, day_before = self.fit(evidence.values(), day), day
            p = at_least(fit)
            known = {f: [s[1] for s in of if s[3]] for f, of in families.items()}
            trust = {f: max(reliabilities) for f, reliabilities in known.items() if reliabilities}
            current = {f for f, of in families.items() if is_current(of)}
            lost = bearing & (trust.keys() - current)
            if now.held or trust:
                is_thin = coverage(trust, current) < self.rule["c_min"] or bool(lost)
                self.move(now, day, p, carried, is_thin)
            yield self.answer(now, day, fit, *self.status(now, lost, current, fit, day))
            bearing = self.bears(now.held, evidence, trust, current, p, day) | lost
            bearing = bearing if now.held != 1 else set()

    def move(self, now, day, p, carried, is_thin):
        """Take steps 1 to 6 of the rule."""
        rule, top = self.rule, self.K - self.imminent
        reached = (p >= rule["p_up"]) & (np.arange(self.K + 1) <= top)
        begins = now.held is None
        if begins:
            now.held = max(1, *np.flatnonzero(reached))
            now.raised = day if now.held > 1 else None
        rises = np.flatnonzero(reached & (p > carried + 1e-9))
        highest = max(rises, default=0)
        if highest > now.held:
            now.reach(highest, day)
        elif not begins or now.held == 1:
            is_renewed = now.held > 1 and now.held in rises
            now.raised, now.thin = (day, 0) if is_renewed else (now.raised, now.thin)
            now.thin = now.thin + is_month_end(day) if is_thin else 0
            if is_month_end(day) and now.held > 1:
                self.lower(now, p, top, may=not (is_thin or is_renewed or self.plot_is_open(day)))
        sign, likely = self.signs_of_imminence(day, p)
        if self.imminent and now.held < self.K and likely and sign:
            now.reach(self.K, day)
        elif now.held > top and not (sign and p[self.K] >= rule["p_dn_imminent"]):
            now.held, now.past = self.K - 1, []

    def lower(self, now, p, top, *, may):
        reviews, limits = self.rule["reviews"], self.rule["p_dn"]
        now.past = [*now.past, p[now.held]][-reviews:]
        is_low = np.mean(now.past) <= limits[min(now.held - 2, len(limits) - 1)]
        if len(now.past) == reviews and is_low and now.held <= top and may:
            now.held, now.past = now.held - 1, []

    def signs_of_imminence(self, day, p):
        """Whether a sign is declared, and whether the figures support the top level."""
        sign = any(max(of, public) <= day < of + 30 for of, public in self.signs)
        return sign, bool(p[self.K] >= self.rule["p_up_imminent"])

    def answer(self, now, day, fit, status, reason):
        sign, likely = self.signs_of_imminence(day, at_least(fit))
        or_higher = self.imminent and now.held not in (None, self.K) and likely != sign
        level = max(now.held, self.K - 1) if or_higher else now.held
        level = level if status == "proposed" else None
        return Answer(day, fit, status, reason, now.held, level, or_higher)

    def status(self, now, lost, current, fit, day):
        if now.held is None:
            return "cannot tell", "no_evidence"
        if now.thin >= self.rule["expires_after"]:
            return "expired", "bearing_family_missing" if lost else "low_coverage"
        is_recent = now.raised is not None and day <= a_year_after(now.raised)
        if current <= {"attacks", "mass_casualty"} and not is_recent:
            return "cannot tell", "only_attacks"
        moved = decibans_of(fit[1:] / fit[:-1]) - decibans_of(self.pi[1:] / self.pi[:-1])
        if (abs(moved) < self.rule["informs_db"]).all():
            return "cannot tell", "low_information"
        return "proposed", ""

    def bears(self, held, evidence, known, current, p, day):
        """Name the current families that bear the level."""
        if held in (None, 1):
            return set()
        gives = {}
        for family in known:
            others = (db for other, db in evidence.items() if other != family)
            q = at_least(self.fit(others, day))[held]
            gives[family] = decibans_of(p[held] / (1 - p[held])) - decibans_of(q / (1 - q))
        needed = self.rule["bears"] * sum(db for db in gives.values() if db > 0)
        return {f for f in current & gives.keys() if gives[f] > 0 and gives[f] >= needed}

    def plot_is_open(self, day):
        return any(
            max(Day(plot["opened"]), Day(plot["published"])) <= day
            and not (
                plot["closed"]
                and Day(plot["closed_published"] or plot["closed"]) <= day
                and Day(plot["closed"]) <= day
            )
            for plot in self.table("plots")
        )


def is_evidence(indicator) -> bool:
    is_flow = indicator["measure_kind"] in ("flow_count", "flow_rate", "cumulative")
    return is_flow and indicator["weighs"] == "true" and indicator["effort"] != "level_caused"


def is_month_end(day):
    return month(day + 1) > month(day)


def is_current(streams):
    """A published total never stands for a list that ended; lists have no publisher."""
    lists = [s for s in streams if s[5]]
    return any(s[4] for s in lists or streams)


def at_least(p):
    """P(>= k) at place k; place 0 is not used."""
    return np.array([1, *np.cumsum(p[::-1])[::-1]])


def decibans_of(odds):
    return 10 * np.log10(odds)


def coverage(trust, current):
    counting = trust.keys() - {"mass_casualty"} or trust.keys()
    total = sum(trust[f] for f in counting)
    return round(sum(trust[f] for f in counting & current) / total, 9) if total else 0.0


def a_year_after(day):
    first, after = (Day(month(day) + 12 + i, "M").astype("M8[D]") for i in (0, 1))
    is_last = is_month_end(day)
    return (
        after - 1
        if is_last
        else min(first + (day - day.astype("M8[M]").astype("M8[D]")), after - 1)
    )
