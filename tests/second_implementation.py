"""The second method written again from docs/methods/level.md alone; nothing of Peil is imported.

It reads the tables of a dossier as rows. A number that differs from Peil's is a fault of one of
the two, or a sentence that the page lacks. It knows the measures of Peil's own ladder only.
"""

import csv
import io
import json
import tomllib
from collections import defaultdict
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

Day = np.datetime64
LISTS = (("attacks", "attacks"), ("mass_casualty", "attacks"), ("plots", "plots"))
"""Families of dated events, and the sort of the windows that count them."""


class Figure(NamedTuple):
    start: Day
    end: Day
    count: float
    published: Day
    telling: float = 1.0


class Answer(NamedTuple):
    """What is said at a review; levels count from 1."""

    day: Day
    posterior: Any
    status: str
    reason: str
    held: int | None
    level: int | None
    or_higher: bool


def month(day: Day) -> int:
    return int(day.astype("M8[M]").astype(int))


@cache
def position(day: Day) -> float:
    first, after = (Day(month(day) + i, "M").astype("M8[D]") for i in (0, 1))
    return month(day) + (day - first) / (after - first)


def months(first: Day, last: Day) -> float:
    return position(last + 1) - position(first)


def without_overlap(figures) -> list[Figure]:
    chosen = []
    for figure in sorted(figures, key=lambda f: (f.end, f.end - f.start, f.published))[::-1]:
        if not chosen or figure.end < chosen[-1].start:
            chosen.append(figure)
    return chosen[::-1]


def spacing(figures) -> float:
    return np.median([months(a.end + 1, b.end) for a, b in pairwise(figures)] or [12])


def latest(rows) -> list[Figure]:
    ordered = sorted(rows, key=lambda row: (row.published, row.count))
    return list({(row.start, row.end): row for row in ordered}.values())


def differences(totals) -> list[Figure]:
    rising, marks = [], []
    for total in sorted(totals, key=lambda t: t.end):
        if not rising or total.count >= rising[-1].count:
            rising.append(total)
            if not marks or months(marks[-1].end + 1, total.end) >= 3:
                marks.append(total)
    marks[1:] = [*marks[1:-1], rising[-1]] if marks[1:] else []
    return [
        Figure(a.end + 1, b.end, b.count - a.count, max(a.published, b.published), 0.5)
        for a, b in pairwise(marks)
    ]


def figures_of(kind: str, rows) -> list[Figure]:
    if kind == "cumulative":
        groups = defaultdict(list)
        for row in rows:
            groups[row.start if row.start < row.end else None].append(row)
        return [figure for group in groups.values() for figure in differences(latest(group))]
    cut = [row._replace(end=min(row.end, row.published)) for row in latest(rows)]
    if kind == "flow_count":
        return cut
    return [f._replace(count=f.count * months(f.start, f.end), telling=0.5) for f in cut]


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
        count, telling, base, m = (
            np.array(column)
            for column in (
                [f.count for f in figures],
                [f.telling for f in figures],
                [bases[f] for f in figures],
                [months(f.start, f.end) for f in figures],
            )
        )
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
        """Answer at each review, by the numbered steps of the page."""
        rule, K, top = self.rule, self.K, self.K - self.imminent
        held, raised, thin, past, bearing = None, None, 0, [], set()
        fit, day_before = self.pi, None
        for day in days:
            families = defaultdict(list)
            for stream in self.streams(day):
                families[stream[0]].append(stream)
            evidence = {family: self.combined(of) for family, of in families.items()}
            gap = month(day) - month(day_before) if day_before else 0
            carried = at_least(fit @ np.linalg.matrix_power(self.A, gap))
            fit, day_before = self.fit(evidence.values(), day), day
            p = at_least(fit)
            trust = {
                f: max(s[1] for s in of if s[3])
                for f, of in families.items()
                if any(s[3] for s in of)
            }
            current = {f for f, of in families.items() if is_current(of)}
            lost = bearing & (trust.keys() - current)
            sign = any(max(of, public) <= day < of + 30 for of, public in self.signs)
            likely = p[K] >= rule["p_up_imminent"]
            if held is None and trust:
                held = max(k for k in range(1, top + 1) if k == 1 or p[k] >= rule["p_up"])
                raised = day if held > 1 else None
                begins = held > 1
            else:
                begins = False
            if held and not begins:
                rises = (p >= rule["p_up"]) & (p > carried + 1e-9)
                highest = max([held, *(k for k in range(held, top + 1) if rises[k])])
                if highest > held:
                    held, raised, thin, past = highest, day, 0, []
                else:
                    is_renewed = rises[held] and held <= top and held > 1
                    raised, thin = (day, 0) if is_renewed else (raised, thin)
                    is_thin = coverage(trust, current) < rule["c_min"] or bool(lost)
                    thin = thin + is_month_end(day) if is_thin else 0
                    if is_month_end(day) and held > 1:
                        past = [*past, p[held]][-rule["reviews"] :]
                        limit = rule["p_dn"][min(held - 2, len(rule["p_dn"]) - 1)]
                        is_low = len(past) == rule["reviews"] and np.mean(past) <= limit
                        if (
                            is_low
                            and held <= top
                            and not is_thin
                            and not is_renewed
                            and not self.plot_is_open(day)
                        ):
                            held, past = held - 1, []
                if self.imminent and held < K and likely and sign:
                    held, raised, thin, past = K, day, 0, []
                elif held > top and not (sign and p[K] >= rule["p_dn_imminent"]):
                    held, past = K - 1, []
            or_higher = self.imminent and held not in (None, K) and bool(likely) != sign
            status, reason = self.status(held, thin, raised, lost, current, fit, day)
            level = max(held, K - 1) if held and or_higher else held
            level = level if status == "proposed" else None
            yield Answer(day, fit, status, reason, held, level, or_higher)
            bearing = (
                lost | self.bears(held, evidence, trust, current, p, day)
                if held and held > 1
                else set()
            )

    def status(self, held, thin, raised, lost, current, fit, day):
        if held is None:
            return "cannot tell", "no_evidence"
        if thin >= self.rule["expires_after"]:
            return "expired", "bearing_family_missing" if lost else "low_coverage"
        is_recent = raised is not None and day <= a_year_after(raised)
        if current <= {"attacks", "mass_casualty"} and not is_recent:
            return "cannot tell", "only_attacks"
        moved = decibans_of(fit[1:] / fit[:-1]) - decibans_of(self.pi[1:] / self.pi[:-1])
        if (abs(moved) < self.rule["informs_db"]).all():
            return "cannot tell", "low_information"
        return "proposed", ""

    def bears(self, held, evidence, known, current, p, day):
        """Name the current families that bear the level."""
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
