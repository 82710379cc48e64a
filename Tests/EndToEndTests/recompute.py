"""Recomputes the values of indicators from exported readings, in another language and another way.

Nothing of it is shared with the daemon: it keeps all readings, sorts them, and walks through each asset's
time in floating point. Only the standard library is used.

usage: recompute.py TIMEZONE ASSETS.csv HOLIDAYS.csv READINGS.csv ALERTS.csv VALUES.jsonl INDICATORS.yaml...

READINGS.csv is what `belfry export readings` writes, ALERTS.csv the steps of the alerts, VALUES.jsonl the API's
indicator objects, one a line.
Prints each value that differs, and how many were compared; ends with 1 if any differs.
"""

import bisect
import csv
import datetime
import json
import math
import re
import sys
import zoneinfo

EVENTS = {
    "stay": "occupied", "stay_over": "occupied", "fill_at_collection": "fill_level",
    "baseline_energy": "energy", "saved_energy": "energy", "repair_time": "lamp_dead", "energy_day": "energy", "night_share": "energy", "energy_per_area": "energy",
    "acknowledge_time": None, "resolve_time": None, "alert_severity": None, "arrival": "occupied",
    "no2_episode": "no2", "no2_alert_episode": "no2", "o3_episode": "o3", "o3_alert_episode": "o3", "pm10_episode": "pm10",
    "pm2_5_episode": "pm2_5",
    "pm10_day": "pm10", "pm2_5_day": "pm2_5", "lden": "noise_laeq", "lnight": "noise_laeq",
}
# Worked out from single readings: of several at one time the largest counts, as of measured ones.
NOT_CORRECTED = {"fill_level", "power_saving", "delivery_ratio", "valid_ratio"}
OPERATIONS = [
    "share", "count", "hours", "avg", "sum", "level", "min", "max", "median", "p90", "any", "mostly", "worst_avg",
    "worst_count", "worst_hours", "nearest", "nearest_p95",
]
# In the quantities' own units.
UNITS = {"kW": 1e3, "kWh": 1e3, "MWh": 1e6, "d": 24}
DURATION = {"s": 1, "m": 60, "h": 3600, "d": 86400, "y": 365 * 86400}
DAYS = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]


def seconds(text):
    return int(text[:-1]) * DURATION[text[-1]]


def moment(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


def read_indicators(path):
    """The few forms of YAML in which the shipped files are written."""
    found = []
    for line in open(path, encoding="utf-8"):
        entry = re.match(r'  (- |  )(\w+): *(.*?) *$', line)
        if not entry or line.lstrip().startswith("#"):
            continue
        if entry[1] == "- ":
            found.append({})
        value = entry[3]
        found[-1][entry[2]] = value[1:-1] if value.startswith('"') else value
    return found


class Hours:
    def __init__(self, text, zone, holidays):
        self.zone, self.holidays, self.rules = zone, holidays, []
        for rule in text.split(";"):
            words = rule.split()
            days, times = (words[0], words[1]) if len(words) == 2 else ("Mo-Su", words[0])
            spans = []
            if times != "off":
                for span in times.split(","):
                    spans.append([sum(int(x) * f for x, f in zip(t.split(":"), (3600, 60))) for t in span.split("-")])
            self.rules.append((days.split(","), spans))

    def spans(self, day):
        result = []
        for days, spans in self.rules:
            for part in days:
                if part in ("PH", "SH"):
                    applies = (day, part) in self.holidays
                else:
                    ends = [DAYS.index(x) for x in part.split("-")]
                    applies = ends[0] <= day.weekday() <= ends[-1]
                if applies:
                    result = spans
        return result

    def within(self, start, end):
        day = datetime.datetime.fromtimestamp(start, self.zone).date()
        while True:
            midnight = datetime.datetime.combine(day, datetime.time(), self.zone)
            if midnight.timestamp() >= end:
                return
            for opens, closes in self.spans(day):
                wall = [(datetime.datetime.combine(day, datetime.time()) + datetime.timedelta(seconds=s)) for s in (opens, closes)]
                a, b = (w.replace(tzinfo=self.zone).timestamp() for w in wall)
                if max(a, start) < min(b, end):
                    yield max(a, start), min(b, end)
            day += datetime.timedelta(days=1)


class Asset:
    def __init__(self, row):
        self.kind, self.district, self.series = row["kind"], row["district"], {}
        # When alerts fired, how severe they are, and when they were acknowledged and over; infinity where never.
        self.alerts = []
        self.parameters = dict(p.split("=", 1) for p in row["parameters"].split(";") if p)
        self.place = float(row["latitude"]), float(row["longitude"])

    def add(self, quantity, at, value, is_derived):
        at_value = self.series.setdefault(quantity, {})
        is_last_word = is_derived and quantity not in NOT_CORRECTED
        at_value[at] = value if is_last_word else max(value, at_value.get(at, value))

    def sort(self):
        self.series = {q: (sorted(v), [v[t] for t in sorted(v)]) for q, v in self.series.items()}

    def value(self, quantity, at, age):
        times, values = self.series.get(quantity, ([], []))
        place = bisect.bisect_right(times, at) - 1
        return values[place] if place >= 0 and at - times[place] < age else None

    def changes(self, quantities, start, end, age):
        found = {start, end}
        for quantity in quantities:
            for time in self.series.get(quantity, ([], []))[0]:
                found |= {t for t in (time, time + age) if start < t < end}
        return sorted(found)


def metres(lat, lon, other_lat, other_lon):
    """Over the ground, by the spherical law of cosines."""
    a, b = math.radians(lat), math.radians(other_lat)
    angle = math.sin(a) * math.sin(b) + math.cos(a) * math.cos(b) * math.cos(math.radians(other_lon - lon))
    return 6371008.8 * math.acos(min(1, angle))


class Aggregate:
    def __init__(self, operation, kind, quantity, condition):
        self.operation, self.kind, self.quantity = operation, kind, quantity
        # A disjunction of conjunctions of comparisons.
        self.parts = [
            [re.match(r"(\w+) (>=|<=|>|<|=) (-?[\d.]+)", part).groups() for part in parts.split(" and ")]
            for parts in condition.split(" or ")
        ] if condition else []
        names = [name for parts in self.parts for name, _, _ in parts]
        self.quantities = ([quantity] if quantity else []) + names
        self.event = next((q for q in self.quantities if q in EVENTS), None)

    def truth(self, asset, at, age):
        """Whether the asset counts; None when nothing that the condition looks at is known."""
        if not self.parts:
            return True
        any_known, truths = False, []
        for parts in self.parts:
            truth = True
            for name, sign, number in parts:
                value = asset.value(name, at, 1e-9 if self.event and name in EVENTS else age)
                if value is None:
                    truth = None if truth else truth
                    continue
                any_known, number = True, float(number)
                holds = {">=": value >= number, "<=": value <= number, ">": value > number, "<": value < number, "=": value == number}[sign]
                truth = truth if holds else False
            truths.append(truth)
        if not any_known:
            return None
        return True if True in truths else None if None in truths else False

    def gather(self, weighted):
        """weighted: (asset, moment, weight, age); gives what is known, each with whether it counts and its value."""
        known = []
        for asset, at, weight, age in weighted:
            holds = self.truth(asset, at, age)
            value = 1.0
            if self.quantity:
                value = asset.value(self.quantity, at, 1e-9 if self.event and self.quantity in EVENTS else age)
            if holds is None or (value is None and holds):
                continue
            known.append((asset, at, weight, holds, value))
        return known

    def unfinished(self, assets, at, age):
        """How long that has taken so far which has not come to its end."""
        if self.operation not in ("median", "p90"):
            return []
        if self.quantity == "repair_time":
            return [v for v in (a.value("out_for", at, age) for a in assets) if v]
        number, unit = {"acknowledge_time": (2, 60), "resolve_time": (3, 3600)}.get(self.quantity, (None, None))
        found = []
        for alert in (alert for asset in assets for alert in asset.alerts if unit):
            wanted = [float(n) for parts in self.parts for name, _, n in parts if name == "alert_severity"]
            if alert[0] <= at < min(alert[number], alert[3]) and alert[1] in (wanted or [alert[1]]):
                found.append((at - alert[0]) / unit)
        return found

    def way(self, known, everything):
        """How far it is from the squares of 100 m in which anything stands to the nearest asset that counts."""
        rows = {(math.floor(lat * 1111.95), lon) for lat, lon in (a.place for a in everything)}
        narrow = lambda row: math.cos(math.radians((row + 0.5) / 1111.95))
        squares = {(row, math.floor(lon * 1111.95 * narrow(row))) for row, lon in rows}
        goals = [asset.place for asset, _, _, holds, _ in known if holds]
        if not goals:
            return None
        ways = sorted(
            min(metres((row + 0.5) / 1111.95, (column + 0.5) / 1111.95 / narrow(row), *goal) for goal in goals)
            for row, column in squares)
        return sum(ways) / len(ways) if self.operation == "nearest" else ways[math.ceil(0.95 * len(ways)) - 1]

    def result(self, known, span, assets, least, unfinished=()):
        """span: what one asset weighs in the period; least: how much of an asset must be known."""
        weight = sum(k[2] for k in known)
        counted = [(k[2], k[4]) for k in known if k[3]]
        total = sum(w for w, _ in counted)
        if self.operation == "share":
            return 100 * total / weight if weight else None
        if self.operation == "count":
            # Where no hours count nobody knows.
            return total / span if span else None
        if self.operation == "hours":
            return total / 3600 / assets
        if self.operation == "any":
            quarters = {}
            for _, at, _, holds, _ in known:
                quarters[at] = quarters.get(at, False) or holds
            return 100 * sum(quarters.values()) / len(quarters) if quarters else None
        if self.operation == "mostly" or self.operation.startswith("worst"):
            return self.by_asset(known, span, 0 if self.operation == "worst_count" else least)
        if not counted:
            return None
        if self.operation == "level":
            return 10 * math.log10(sum(w * 10 ** (v / 10) for w, v in counted) / total)
        if unfinished:
            return self.survival(sorted((math.floor(v * 10 + 0.5), w) for w, v in counted), unfinished)
        if self.operation in ("median", "p90"):
            wanted, below = total * {"median": 50, "p90": 90}[self.operation] / 100, 0
            for weight, value in sorted(counted, key=lambda pair: pair[1]):
                below += weight
                if below >= wanted - 1e-9:
                    return math.floor(value * 10 + 0.5) / 10
        values = [v for _, v in counted]
        mean = sum(w * v for w, v in counted)
        return {"avg": mean / total, "sum": mean / span, "min": min(values), "max": max(values)}[self.operation]

    def survival(self, ended, unfinished):
        """The quantile by Kaplan and Meier, from all that lasted at least so long at each end."""
        unfinished = [math.floor(v * 10 + 0.5) for v in unfinished]
        lasting = 1.0
        for length in sorted({v for v, _ in ended}):
            at_risk = sum(w for v, w in ended if v >= length) + sum(v >= length for v in unfinished)
            lasting *= 1 - sum(w for v, w in ended if v == length) / at_risk
            if 1 - lasting >= {"median": 0.5, "p90": 0.9}[self.operation] - 1e-9:
                return length / 10
        return None

    def by_asset(self, known, span, least):
        own = {}
        for asset, _, weight, holds, value in known:
            entry = own.setdefault(id(asset), [0.0, 0.0, 0.0])
            entry[0] += weight
            if holds:
                entry[1] += weight
                entry[2] += weight * value
        own = [e for e in own.values() if e[0] >= least * span - 1e-6]
        if not own:
            return 0.0 if self.operation == "worst_count" else None
        if self.operation == "mostly":
            return 100 * sum(e[1] >= 0.95 * e[0] - 1e-6 for e in own) / len(own)
        if self.operation == "worst_avg":
            return max((e[2] / e[1] for e in own if e[1]), default=None)
        return max(e[1] for e in own) / (3600 if self.operation == "worst_hours" else 1)


def evaluate(indicator, assets, scope, item, zone, holidays):
    age = seconds(indicator.get("max_age", "24h"))
    least = float(indicator.get("min_coverage", "75 %").split()[0]) / 100
    values, coverage, events = {}, 1.0, 0

    def one(match):
        nonlocal coverage, events
        aggregate = Aggregate(*match.groups())
        own = [a for a in assets if a.kind == aggregate.kind and (scope == "city" or a.district == scope)]
        name = "x%d" % len(values)
        if not item["period"]:
            at = moment(item["at"])
            gathered = aggregate.gather((a, at, 1, age) for a in own)
            known, whole = sum(k[2] for k in gathered), len(own)
            if aggregate.operation.startswith("nearest"):
                values[name] = aggregate.way(gathered, assets)
            else:
                values[name] = aggregate.result(gathered, 1, len(own), least)
        else:
            start, end = moment(item["period"]["from"]), moment(item["at"])
            pieces = []
            for asset in own:
                hours = indicator.get("hours")
                hours = asset.parameters.get("active") if hours == "active" else hours
                pieces += [(asset, a, b) for a, b in (Hours(hours, zone, holidays).within(start, end) if hours else [(start, end)])]
            whole = sum(b - a for _, a, b in pieces)

            def states(quantities):
                for asset, a, b in pieces:
                    times = asset.changes(quantities, a, b, age)
                    for begin, finish in zip(times, times[1:]):
                        yield asset, begin, finish - begin, age

            if aggregate.event:
                gathered = aggregate.gather(
                    (asset, t, 1, age) for asset, a, b in pieces
                    for t in asset.series.get(aggregate.event, ([], []))[0] if a <= t < b)
                events = max(events, sum(k[3] for k in gathered))
                source = EVENTS[aggregate.event]
                # Every alert is known.
                known = whole if source is None else sum(
                    k[2] for k in Aggregate("avg", aggregate.kind, source, None).gather(states([source])))
                values[name] = aggregate.result(gathered, 1, len(own), least, aggregate.unfinished(own, end, age))
            elif aggregate.quantities:
                if aggregate.operation == "any":
                    gathered = aggregate.gather(
                        (asset, float(t), 900, age) for asset, a, b in pieces
                        for t in range(math.ceil(a / 900) * 900, math.ceil(b), 900))
                else:
                    gathered = aggregate.gather(states(aggregate.quantities))
                known = sum(k[2] for k in gathered)
                values[name] = aggregate.result(gathered, whole / len(own), len(own), least)
            else:
                known, values[name] = whole, len(own)
        coverage = min(coverage, known / whole if whole else 0)
        return name

    call = r"\b(" + "|".join(OPERATIONS) + r")\((\w+)(?:\.(\w+))?(?: where ([^)]*))?\)"
    expression = re.sub(call, one, indicator["value"])
    if coverage == 0 or coverage < least - 1e-12 or None in values.values() or events < int(indicator.get("min_events", 0)):
        return None, coverage
    expression = re.sub(r"([\d.]+) (kWh)", lambda m: str(float(m[1]) * UNITS[m[2]]), expression)
    try:
        value = eval(expression, {}, values)
    except ZeroDivisionError:
        # Where nothing happened there is no share of it.
        return None, coverage
    if indicator["unit"] == "%" and "/" in expression:
        value *= 100
    return value / UNITS.get(indicator["unit"], 1), coverage


def is_good(indicator, value):
    """Whether a value meets its target; the shipped ones have no baselines, so there is no way to be on."""
    limits = {key: float(number) for key, number in re.findall(r"(at_most|at_least): \"?([\d.]+)", indicator["target"])}
    return limits.get("at_least", -math.inf) <= value <= limits.get("at_most", math.inf)


def targets_met(indicators, items, scope, at):
    """The share of the indicators with a target whose newest value at a moment is good; None when there are none."""
    goals = [name for name, indicator in indicators.items() if "target" in indicator]
    newest = {}
    for item in items:
        end = moment(item["period"]["to"] if item["period"] else item["at"])
        if item["scope"] == scope and end <= at and end >= newest.get(item["name"], (-math.inf, None))[0]:
            newest[item["name"]] = end, item["value"]
    known = [is_good(indicators[name], newest[name][1]) for name in goals if newest.get(name, (0, None))[1] is not None]
    return (100 * sum(known) / len(known) if known else None), len(known) / len(goals)


def add_alerts(path, assets):
    """How long each alert took from the moment that it fired until it was acknowledged first, and until it was over."""
    acknowledged, alerts = set(), {}
    for row in csv.DictReader(open(path, encoding="utf-8")):
        if not row["fired_at"]:
            continue
        # One that late readings tell of never fired for anybody.
        if row["step"] == "firing":
            alerts[row["id"]] = [moment(row["fired_at"]), float(row["severity"]), math.inf, math.inf]
            assets[row["asset"]].alerts.append(alerts[row["id"]])
        if row["step"] == "acknowledged" and row["id"] in alerts:
            alerts[row["id"]][2] = min(alerts[row["id"]][2], moment(row["at"]))
        if row["step"] == "resolved" and row["id"] in alerts:
            alerts[row["id"]][3] = moment(row["at"])
        # Alerts of one asset may be over at one moment.
        at = moment(row["at"]) + int(row["rule"]) * 1e-6
        length = moment(row["at"]) - moment(row["fired_at"])
        if row["step"] == "resolved" or row["step"] == "acknowledged" and row["id"] not in acknowledged:
            assets[row["asset"]].add("alert_severity", at, float(row["severity"]), True)
        if row["step"] == "resolved":
            assets[row["asset"]].add("resolve_time", at, length / 3600, True)
        elif row["step"] == "acknowledged" and row["id"] not in acknowledged:
            acknowledged.add(row["id"])
            assets[row["asset"]].add("acknowledge_time", at, length / 60, True)


def main(zone, assets_path, holidays_path, readings_path, alerts_path, values_path, *indicator_paths):
    zone = zoneinfo.ZoneInfo(zone)
    holidays = set()
    for row in csv.DictReader(open(holidays_path, encoding="utf-8")):
        day = datetime.date.fromisoformat(row["from"])
        while day <= datetime.date.fromisoformat(row["to"] or row["from"]):
            holidays.add((day, {"public": "PH", "school": "SH"}[row["kind"]]))
            day += datetime.timedelta(days=1)
    assets = {row["asset"]: Asset(row) for row in csv.DictReader(open(assets_path, encoding="utf-8"))}
    for row in csv.DictReader(open(readings_path, encoding="utf-8")):
        assets[row["asset"]].add(row["quantity"], moment(row["at"]), float(row["value"]), row["derived"] == "true")
    add_alerts(alerts_path, assets)
    for asset in assets.values():
        asset.sort()
    indicators = {i["indicator"]: i for path in indicator_paths for i in read_indicators(path)}
    compared, wrong, seen = 0, 0, set()
    items = [json.loads(line) for line in open(values_path, encoding="utf-8")]
    # For the first days the newest values of weeks and months are not among those that are compared.
    first = max(moment(i["period"]["to"]) for i in items if i["period"] and moment(i["period"]["to"]) <= moment(i["at"]))
    for item in items:
        if indicators[item["name"]]["value"] == "targets_met()":
            if moment(item["at"]) < first:
                continue
            value, coverage = targets_met(indicators, items, item["scope"], moment(item["at"]))
        else:
            value, coverage = evaluate(indicators[item["name"]], list(assets.values()), item["scope"], item, zone, holidays)
        compared += 1
        if value is not None:
            seen.add(item["name"])
        same = (value is None) == (item["value"] is None) and abs(coverage - item["coverage"]) < 1e-5
        if same and value is not None:
            same = abs(value - item["value"]) <= 1e-5 * max(1, abs(value))
        if not same:
            wrong += 1
            if wrong <= 20:
                print("differs:", value, coverage, json.dumps(item))
    print(compared, "values of", len(seen), "indicators compared,", wrong, "differ")
    for name in sorted(set(n for n, i in indicators.items() if "value" in i) - seen):
        print("never a value:", name)
        wrong += 1
    sys.exit(1 if wrong else 0)


main(*sys.argv[1:])
