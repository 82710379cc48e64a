"""Recomputes the values of indicators from exported readings, in another language and another way.

Nothing of it is shared with the daemon: it keeps all readings, sorts them, and walks through each asset's
time in floating point. Only the standard library is used.

usage: recompute.py TIMEZONE ASSETS.csv HOLIDAYS.csv READINGS.csv VALUES.jsonl INDICATORS.yaml...

READINGS.csv is what `belfry export readings` writes, VALUES.jsonl the API's indicator objects, one a line.
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
    "baseline_energy": "energy", "energy_day": "energy", "night_share": "energy",
    "pm10_day": "pm10", "pm2_5_day": "pm2_5", "lden": "noise_laeq", "lnight": "noise_laeq",
}
# Worked out from single readings: of several at one time the largest counts, as of measured ones.
NOT_CORRECTED = {"fill_level", "power_saving", "delivery_ratio"}
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
        self.parameters = dict(p.split("=", 1) for p in row["parameters"].split(";") if p)

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


class Aggregate:
    def __init__(self, operation, kind, quantity, condition):
        self.operation, self.kind, self.quantity = operation, kind, quantity
        # A disjunction of conjunctions of comparisons.
        self.parts = [
            [re.match(r"(\w+) (>=|<=|>|<|=) (-?[\d.]+)", part).groups() for part in parts.split(" and ")]
            for parts in condition.split(" or ")
        ] if condition else []
        names = [name for parts in self.parts for name, _, _ in parts]
        self.quantities = names + ([quantity] if quantity else [])
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
        """weighted: (asset, moment, weight, age); the known, the counted, the sum, the values."""
        known = counted = total = 0.0
        values = []
        for asset, at, weight, age in weighted:
            holds = self.truth(asset, at, age)
            value = 1.0
            if self.quantity:
                value = asset.value(self.quantity, at, 1e-9 if self.event and self.quantity in EVENTS else age)
            if holds is None or (value is None and holds):
                continue
            known += weight
            if holds:
                counted += weight
                total += weight * (10 ** (value / 10) if self.operation == "level" else value)
                values.append(value)
        return known, counted, total, values

    def result(self, gathered, span, assets):
        known, counted, total, values = gathered
        if self.operation == "share":
            return 100 * counted / known if known else None
        if self.operation == "count":
            return counted / span
        if self.operation == "hours":
            return counted / 3600 / assets
        if not counted:
            return None
        if self.operation == "level":
            return 10 * math.log10(total / counted)
        return {"avg": total / counted, "sum": total / span, "min": min(values), "max": max(values)}[self.operation]


def evaluate(indicator, assets, scope, item, zone, holidays):
    age = seconds(indicator.get("max_age", "24h"))
    values, coverage = {}, 1.0

    def one(match):
        nonlocal coverage
        aggregate = Aggregate(*match.groups())
        own = [a for a in assets if a.kind == aggregate.kind and (scope == "city" or a.district == scope)]
        name = "x%d" % len(values)
        if not item["period"]:
            at = moment(item["at"])
            gathered = aggregate.gather((a, at, 1, age) for a in own)
            known, whole = gathered[0], len(own)
            values[name] = aggregate.result(gathered, 1, len(own))
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
                source = EVENTS[aggregate.event]
                known = Aggregate("avg", aggregate.kind, source, None).gather(states([source]))[0]
                values[name] = aggregate.result(gathered, 1, len(own))
            elif aggregate.quantities:
                gathered = aggregate.gather(states(aggregate.quantities))
                known = gathered[0]
                values[name] = aggregate.result(gathered, whole / len(own), len(own))
            else:
                known, values[name] = whole, len(own)
        coverage = min(coverage, known / whole if whole else 0)
        return name

    call = r"\b(share|count|hours|avg|sum|level|min|max)\((\w+)(?:\.(\w+))?(?: where ([^)]*))?\)"
    expression = re.sub(call, one, indicator["value"])
    least = float(indicator.get("min_coverage", "75 %").split()[0]) / 100
    if coverage == 0 or coverage < least - 1e-12 or None in values.values():
        return None, coverage
    value = eval(expression, {}, values)
    if indicator["unit"] == "%" and "/" in expression:
        value *= 100
    return value / {"kW": 1e3, "kWh": 1e3, "MWh": 1e6}.get(indicator["unit"], 1), coverage


def main(zone, assets_path, holidays_path, readings_path, values_path, *indicator_paths):
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
    for asset in assets.values():
        asset.sort()
    indicators = {i["indicator"]: i for path in indicator_paths for i in read_indicators(path)}
    compared, wrong, seen = 0, 0, set()
    for line in open(values_path, encoding="utf-8"):
        item = json.loads(line)
        value, coverage = evaluate(indicators[item["name"]], assets.values(), item["scope"], item, zone, holidays)
        compared += 1
        if value is not None:
            seen.add(item["name"])
        same = (value is None) == (item["value"] is None) and abs(coverage - item["coverage"]) < 1e-5
        if same and value is not None:
            same = abs(value - item["value"]) <= 1e-5 * max(1, abs(value))
        if not same:
            wrong += 1
            if wrong <= 20:
                print("differs:", value, coverage, line.strip())
    print(compared, "values of", len(seen), "indicators compared,", wrong, "differ")
    for name in sorted(set(n for n, i in indicators.items() if "value" in i) - seen):
        print("never a value:", name)
        wrong += 1
    sys.exit(1 if wrong else 0)


main(*sys.argv[1:])
