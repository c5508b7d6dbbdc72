"""The second method written again from docs/methods/level.md alone; nothing of Peil is imported.

It reads the tables of a dossier as rows. A number that differs from Peil's is a fault of one of
the two, or a sentence that the page lacks. It knows the measures of Peil's own ladder only. Days
are counted as `date` does, months since the year 0, and levels from 1.
"""

import csv
import io
import json
import tomllib
from collections import Counter, defaultdict, namedtuple
from datetime import date
from functools import cache
from itertools import pairwise
from types import SimpleNamespace

import numpy as np

HORIZON = 1200
"""Months that are looked at from the first one on."""
NEVER = date(9000, 1, 1).toordinal()
FLOWS = ("flow_count", "flow_rate", "cumulative")
LISTS = {"attacks": "attacks", "mass_casualty": "attacks", "plots": "plots"}
"""Families of dated events, and the sort of the windows that count them."""

Figure = namedtuple("Figure", "start end count published telling")
Stream = namedtuple("Stream", "trust decibans is_known is_current is_list")
Answer = namedtuple("Answer", "day posterior status reason held level or_higher")


def day_of(text):
    return date.fromisoformat(text).toordinal() if text else NEVER


@cache
def month(day):
    return date.fromordinal(day).year * 12 + date.fromordinal(day).month - 1


def first(month):
    return date(month // 12, month % 12 + 1, 1).toordinal()


def months(start, end):
    begin, after = (
        month(d) + (d - first(month(d))) / (first(month(d) + 1) - first(month(d)))
        for d in (start, end + 1)
    )
    return after - begin


def is_month_end(day):
    return month(day + 1) > month(day)


def a_year_after(day):
    last = first(month(day) + 13) - 1
    same = first(month(day) + 12) + day - first(month(day))
    return last if is_month_end(day) else min(same, last)


def at_least(p):
    """P(>= k) at place k; place 0 is not used."""
    return np.array([1, *np.cumsum(p[::-1])[::-1]])


def log_odds(odds):
    return 10 * np.log10(odds)


def without_overlap(figures):
    chosen = []
    for figure in sorted(figures, key=lambda f: (f.end, f.end - f.start, f.published))[::-1]:
        if not chosen or figure.end < chosen[-1].start:
            chosen.append(figure)
    return chosen[::-1]


def spacing(figures):
    return np.median([months(a.end + 1, b.end) for a, b in pairwise(figures)] or [12])


def figures_of(kind, rows):
    """Make the figures of a stream from the rows of a publisher."""
    ordered = sorted(rows, key=lambda row: (row.published, row.count))
    if kind == "cumulative":
        groups = defaultdict(dict)
        for row in ordered:
            groups[row.start if row.start < row.end else None][row.start, row.end] = row
        return [figure for group in groups.values() for figure in differences(group.values())]
    latest = {(row.start, row.end): row for row in ordered}.values()
    cut = [row._replace(end=min(row.end, row.published)) for row in latest]
    if kind == "flow_count":
        return cut
    return [f._replace(count=f.count * months(f.start, f.end), telling=0.5) for f in cut]


def differences(totals):
    rising, marks = [], []
    for total in sorted(totals, key=lambda t: t.end):
        if not rising or total.count >= rising[-1].count:
            rising.append(total)
            if not marks or months(marks[-1].end + 1, total.end) >= 3:
                marks.append(total)
    marks[1:] = [*marks[1:-1], rising[-1]] if marks[1:] else []
    for a, b in pairwise(marks):
        yield Figure(a.end + 1, b.end, b.count - a.count, max(a.published, b.published), 0.5)


class SecondMethod:
    """The second method for the files of a dossier, by name."""

    def __init__(self, files, rule, ladder):
        self.files, self.rule, self.ladder, self.memory = files, rule, ladder, {}
        self.country = json.loads(files["datapackage.json"])["peil"]["subject"]
        scale = tomllib.loads(files["scale.toml"].decode())
        self.K, self.imminent = len(scale["levels"]), scale["levels"][-1].get("imminent", False)
        self.replay_from = scale["replay_from"].toordinal()
        self.read_figures()
        self.read_events()
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
        places, confirmed = (None, country or self.country), lambda row: row.get("confidence")
        return [r for r in rows if r.get("country") in places and confirmed(r) != "memory"]

    def read_figures(self):
        self.rows, own = defaultdict(list), self.table("observations")
        self.evidence = {
            i["id"]: i
            for i in self.table("indicators")
            if i["measure_kind"] in FLOWS and i["weighs"] == "true"
            if i["effort"] != "level_caused"
        }
        propaganda = {n for n, i in self.evidence.items() if i["family"] == "propaganda"}
        of_world = propaganda - {row["indicator"] for row in own}
        own += [r for r in self.table("observations", "World") if r["indicator"] in of_world]
        for row in own:
            if row["indicator"] in self.evidence:
                days = (day_of(row[key]) for key in ("period_start", "period_end", "published"))
                start, end, public = days
                telling = 0.5 if row["approximate"] == "true" else 1.0
                figure = Figure(start, end, float(row["value"]), public, telling)
                self.rows[row["indicator"], row["publisher"]].append(figure)

    def read_events(self):
        self.windows = defaultdict(list)
        for w in sorted(self.table("attacks_complete"), key=lambda w: list(w.values())):
            sort = "plots" if w["status"] == "foiled" else "attacks"
            days = day_of(w["complete_from"]), day_of(w["complete_to"])
            self.windows[sort].append((w["ideology"], w["status"].split("+"), *days))
        self.covered = {
            sort: sorted({day for *_, a, b in windows for day in range(a, b + 1)})
            for sort, windows in self.windows.items()
        }
        self.events = [e for row in self.table("attacks") for e in self.counted(row)]
        self.signs = [(day_of(s["day"]), day_of(s["published"])) for s in self.table("signs")]
        self.plots = []
        for plot in self.table("plots"):
            begin = max(day_of(plot["opened"]), day_of(plot["published"]))
            end = day_of(plot["closed"]), day_of(plot["closed_published"] or plot["closed"])
            self.plots.append((begin, max(end)))

    def counted(self, event):
        """Give sort, month, when an event and its toll were public, and until when it counts."""
        day, public = day_of(event["date"]), day_of(event["published"])
        later = day_of(event["later_ideology"] and event["later_published"])
        held = ((event["ideology"], public), (event["later_ideology"], later))
        toll = max(day_of(event["killed_published"] or event["published"]), public)
        for sort, windows in self.windows.items():
            spans = {}
            for ideology, statuses, begin, end in windows:
                entry = min(max(public, begin), end) if event["date_precision"] == "year" else day
                if event["status"] in statuses and begin <= day <= end:
                    spans = {s: month(entry) for n, s in held if ideology in ("any", n)} | spans
            until = later if [*spans] == [public] else NEVER
            for since, at in sorted(spans.items())[:1]:
                yield sort, at, since, toll if float(event["killed"] or 0) >= 10 else NEVER, until

    def review_days(self, last):
        """Month ends, the days with news, and the last day."""
        news = {f.published for rows in self.rows.values() for f in rows} | {last}
        news |= {day for *_, public, toll, until in self.events for day in (public, toll, until)}
        news |= {day for sign, public in self.signs for day in (sign, public, sign + 30)}
        every = range(self.replay_from, last + 1)
        return [day for day in every if is_month_end(day) or day in news]

    def weight(self, rule, count, m, telling=1.0, base=1.0):
        """Give W of a count, step by step."""
        values = np.log(rule["values"])
        v = np.interp(np.linspace(0, 1, self.K), np.linspace(0, 1, len(values)), values)
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

    def decibans_of(self, name, rows):
        """Give the reliability, the decibans by month, the last end and how long it is current."""
        indicator = self.evidence[name]
        family = indicator["family"]
        rule = self.ladder["totals" if family in ("attacks", "plots") else "families"].get(family)
        since, until = (indicator.get(f"relevant_{side}") for side in ("from", "until"))
        figures = figures_of(indicator["measure_kind"], rows)
        bases = {
            f: self.base(f, figures, rule)
            for f in figures
            if rule and months(f.start, f.end) > 0
            if (not since or day_of(since) <= f.start) and f.end <= day_of(until)
            if not any(a <= f.start and f.end <= b for *_, a, b in self.windows.get(family, ()))
        }
        figures, decibans = without_overlap(f for f in bases if bases[f] > 0), self.nothing()
        for f in figures:
            m = months(f.start, f.end)
            at = np.array([month(day) for day in range(f.start, f.end + 1)]) - self.first
            w = self.weight(rule, f.count, m, f.telling, bases[f])
            decibans += np.bincount(at, minlength=HORIZON)[:, None] / len(at) * w
        most = min(self.rule["current_spacings"] * spacing(figures), self.rule["current_months"])
        return figures and (rule["reliability"], decibans, figures[-1].end, most)

    def nothing(self):
        return np.zeros((HORIZON, self.K - 1))

    def streams(self, day):
        """Give the streams of each family, as known on a day."""
        found = defaultdict(list)
        for (name, publisher), rows in self.rows.items():
            rows = [row for row in rows if row.published <= day]
            key = name, publisher, len(rows)
            if key not in self.memory:
                self.memory[key] = self.decibans_of(name, rows)
            if self.memory[key]:
                trust, decibans, end, most = self.memory[key]
                known = day <= day_of(self.evidence[name].get("relevant_until"))
                stream = Stream(
                    trust, decibans, known, known and months(end + 1, day) <= most, False
                )
                found[self.evidence[name]["family"]].append(stream)
        for family, sort in LISTS.items():
            covered = [d for d in self.covered.get(sort, ()) if d <= day]
            if covered:
                found[family].append(self.of_list(family, sort, covered, day))
        return found

    def of_list(self, family, sort, covered, day):
        """Give the stream of the pooled lists of a family."""
        rule, decibans = self.ladder["families"][family], self.nothing()
        known = [e for e in self.events if e[0] == sort and e[2] <= day < e[4]]
        is_own = family == "mass_casualty"
        at = [e[1] for e in known if sort == "plots" or (e[3] <= day) == is_own]
        counts = Counter(at)
        for at, days in Counter(map(month, covered)).items():
            m = days / (first(at + 1) - first(at))
            decibans[at - self.first] = self.weight(rule, counts[at], m)
        fresh = months(covered[-1] + 1, day) <= 1.5
        return Stream(rule["reliability"], decibans, True, fresh, True)

    def combined(self, streams):
        """Add the streams of a family: the strongest in full, further ones by halves."""
        parts = np.array([stream.decibans for stream in streams])
        shares = self.rule["further_figures"] ** np.arange(len(parts))
        above, below = (np.sort(np.maximum(x, 0), axis=0)[::-1] for x in (parts, -parts))
        return np.tensordot(shares, above - below, 1)

    def fit(self, evidence, day):
        forecast = self.pi
        for steps in sum(evidence, self.nothing())[: month(day) - self.first + 1]:
            p = forecast * 10 ** (np.array([0, *np.cumsum(steps)]) / 10)
            p /= p.sum()
            forecast = p @ self.A
        return p

    def replay(self, days):
        """Answer at each review."""
        now = SimpleNamespace(held=None, raised=None, thin=0, past=[])
        bearing, fit, before = set(), self.pi, days[0]
        for day in days:
            families = self.streams(day)
            evidence = {family: self.combined(streams) for family, streams in families.items()}
            gap = month(day) - month(before)
            carried = at_least(fit @ np.linalg.matrix_power(self.A, gap))
            fit, before = self.fit(evidence.values(), day), day
            p = at_least(fit)
            trust = {
                family: max(stream.trust for stream in streams if stream.is_known)
                for family, streams in families.items()
                if any(stream.is_known for stream in streams)
            }
            current = {family for family, streams in families.items() if is_current(streams)}
            lost = bearing & (trust.keys() - current)
            if now.held or trust:
                is_thin = coverage(trust, current) < self.rule["c_min"] or bool(lost)
                self.move(now, day, p, carried, is_thin)
            yield self.answer(now, day, fit, self.status(now, lost, current, fit, day))
            bearing = self.bears(now.held, evidence, trust, current, p, day) | lost
            bearing = bearing if now.held != 1 else set()

    def move(self, now, day, p, carried, is_thin):
        """Take steps 1 to 6 of the rule."""
        rule, top = self.rule, self.K - self.imminent
        reached = (p >= rule["p_up"]) & (np.arange(self.K + 1) <= top)
        begins = now.held is None
        if begins:
            now.held = int(max(1, *np.flatnonzero(reached)))
            now.raised = day if now.held > 1 else None
        rises = np.flatnonzero(reached & (p > carried + 1e-9))
        if max(rises, default=0) > now.held:
            reach(now, max(rises), day)
        elif not begins or now.held == 1:
            is_renewed = now.held > 1 and now.held in rises
            now.raised, now.thin = (day, 0) if is_renewed else (now.raised, now.thin)
            now.thin = now.thin + is_month_end(day) if is_thin else 0
            if is_month_end(day) and now.held > 1:
                self.lower(now, p, top, may=not (is_thin or is_renewed or self.plot_is_open(day)))
        sign, likely = self.signs_of_imminence(day, p)
        if self.imminent and now.held < self.K and likely and sign:
            reach(now, self.K, day)
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

    def plot_is_open(self, day):
        return any(begin <= day < end for begin, end in self.plots)

    def answer(self, now, day, fit, said):
        sign, likely = self.signs_of_imminence(day, at_least(fit))
        or_higher = self.imminent and now.held not in (None, self.K) and likely != sign
        level = max(now.held, self.K - 1) if or_higher else now.held
        level = level if said[0] == "proposed" else None
        return Answer(day, fit, *said, now.held, level, or_higher)

    def status(self, now, lost, current, fit, day):
        if now.held is None:
            return "cannot tell", "no_evidence"
        if now.thin >= self.rule["expires_after"]:
            return "expired", "bearing_family_missing" if lost else "low_coverage"
        is_recent = now.raised is not None and day <= a_year_after(now.raised)
        if current <= {"attacks", "mass_casualty"} and not is_recent:
            return "cannot tell", "only_attacks"
        moved = log_odds(fit[1:] / fit[:-1]) - log_odds(self.pi[1:] / self.pi[:-1])
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
            gives[family] = log_odds(p[held] / (1 - p[held])) - log_odds(q / (1 - q))
        needed = self.rule["bears"] * sum(db for db in gives.values() if db > 0)
        return {f for f in current & gives.keys() if gives[f] > 0 and gives[f] >= needed}


def reach(now, level, day):
    now.held, now.raised, now.thin, now.past = int(level), day, 0, []


def is_current(streams):
    """A published total never stands for a list that ended."""
    lists = [stream for stream in streams if stream.is_list]
    return any(stream.is_current for stream in lists or streams)


def coverage(trust, current):
    counting = trust.keys() - {"mass_casualty"} or trust.keys()
    total = sum(trust[f] for f in counting)
    return round(sum(trust[f] for f in counting & current) / total, 9) if total else 0.0
