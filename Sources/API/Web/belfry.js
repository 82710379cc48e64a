// The page asks the same API as everybody: lists once, then server-sent events; lists again when a stream
// breaks or has lost something. All text goes into the page as text, never as markup.
"use strict";

const shownAssets = 200;
const refreshedAssets = 50;
const stateWords = { ok: "in order", alert: "alert", silent: "silent", unknown: "never heard" };
const stateTones = { ok: "good", alert: "critical", silent: "warning", unknown: "quiet" };
const unitSigns = { Cel: "°C", "ug/m3": "µg/m³", "dB[A]": "dB(A)", 1: "" };
const city = { assets: new Map(), alerts: new Map(), indicators: new Map(), status: null };
const element = (id) => document.getElementById(id);

async function get(path) {
  const answer = await fetch(path, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

async function list(path) {
  const items = [];
  let cursor = "";
  do {
    const page = await get(`${path}?limit=10000${cursor}`);
    items.push(...page.items);
    cursor = page.next === null ? "" : `&cursor=${encodeURIComponent(page.next)}`;
  } while (cursor);
  return items;
}

async function load() {
  const [status, alerts, assets, indicators] =
    await Promise.all([get("v1/status"), list("v1/alerts"), list("v1/assets"), list("v1/indicators")]);
  city.status = status;
  city.alerts = new Map(alerts.map((alert) => [alert.id, alert]));
  city.assets = new Map(assets.map((asset) => [asset.id, asset]));
  city.indicators = new Map(indicators.map((indicator) => [`${indicator.name}/${indicator.scope}`, indicator]));
  fillChoices();
  draw();
}

// MARK: - Text

function age(time) {
  const seconds = Math.max(0, (Date.now() - Date.parse(time)) / 1000);
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  if (seconds < 129600) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86400)} d`;
}

function words(name) { return name.replaceAll("_", " "); }

function measure(value, unit) {
  return `${value.toLocaleString("en", { maximumFractionDigits: 1 })} ${unitSigns[unit] ?? unit}`.trim();
}

function reading(name, { value, unit }) { return `${words(name)} ${measure(value, unit)}`; }

function target({ target: goal, unit }) {
  if (!goal) return "";
  const bounds = [goal.at_least !== null && `at least ${measure(goal.at_least, unit)}`,
    goal.at_most !== null && `at most ${measure(goal.at_most, unit)}`, goal.by && `by ${goal.by}`];
  return bounds.filter(Boolean).join(", ");
}

function assetName(id) { return city.assets.get(id)?.name || id; }

// MARK: - Drawing

function cell(content, className) {
  const td = document.createElement("td");
  if (className) td.className = className;
  td.append(content);
  return td;
}

function heading(content) {
  const th = document.createElement("th");
  th.scope = "row";
  th.append(content);
  return th;
}

function moment(time) {
  if (!time) return "";
  const span = document.createElement("time");
  span.dateTime = time;
  span.title = new Date(time).toLocaleString();
  span.textContent = age(time);
  return span;
}

function fill(table, rows, columns, nothing) {
  const body = element(table).tBodies[0];
  if (rows.length === 0) {
    const td = cell(nothing, "quiet");
    td.colSpan = columns;
    rows = [[td]];
  }
  body.replaceChildren(...rows.map((cells) => {
    const row = document.createElement("tr");
    row.append(...cells);
    return row;
  }));
}

function drawAlerts() {
  const order = { critical: 0, warning: 1, info: 2 };
  const alerts = [...city.alerts.values()].filter((alert) => alert.state === "firing" || alert.state === "pending");
  alerts.sort((a, b) => (a.state === b.state ? 0 : a.state === "firing" ? -1 : 1)
    || order[a.severity] - order[b.severity] || (b.since ?? "").localeCompare(a.since ?? ""));
  fill("alert-table", alerts.slice(0, shownAssets).map((alert) => [
    cell(alert.severity, alert.state === "firing" ? alert.severity : "quiet"),
    cell(alert.shelved ? "shelved" : alert.acknowledged ? "acknowledged" : alert.suppressed_by ? "suppressed" : alert.state),
    cell(moment(alert.fired_at ?? alert.since)), cell(assetName(alert.asset), "name"),
    cell(alert.summary || words(alert.rule)),
  ]), 5, "Nothing needs a hand.");
  const firing = alerts.filter((alert) => alert.state === "firing").length;
  setText("alert-count", `${firing} firing, ${alerts.length - firing} pending`);
  document.title = firing > 0 ? `(${firing}) ${city.status.city} – Belfry` : `${city.status.city} – Belfry`;
}

function drawKinds() {
  const kinds = new Map();
  for (const { kind, state } of city.assets.values()) {
    if (!kinds.has(kind)) kinds.set(kind, { all: 0, ok: 0, alert: 0, silent: 0, unknown: 0 });
    kinds.get(kind).all += 1;
    kinds.get(kind)[state] += 1;
  }
  fill("kind-table", [...kinds].map(([kind, counts]) => [
    heading(words(kind)), cell(counts.all, "number"), cell(counts.ok, "number"),
    cell(counts.alert, counts.alert ? "number critical" : "number quiet"),
    cell(counts.silent, counts.silent ? "number warning" : "number quiet"), cell(counts.unknown, "number quiet"),
  ]), 6, "No assets.");
}

function drawIndicators() {
  const tones = { met: "good", on_track: "good", at_risk: "warning", off_track: "critical" };
  const indicators = [...city.indicators.values()].filter((indicator) => indicator.scope === "city");
  const known = indicators.filter((indicator) => indicator.value !== null);
  const unknown = indicators.filter((indicator) => indicator.value === null);
  fill("indicator-table", known.map((indicator) => [
    heading(indicator.title), cell(measure(indicator.value, indicator.unit), "number"),
    cell(target(indicator)), cell(words(indicator.target ? indicator.status ?? "" : ""), tones[indicator.status] ?? "quiet"),
  ]), 4, indicators.length > 0 ? "No indicator has enough data yet." : "No indicators are configured.");
  element("unknown-indicators").hidden = unknown.length === 0;
  setText("unknown-count", `${unknown.length} without enough data`);
  element("unknown-titles").replaceChildren(...unknown.map((indicator) => {
    const item = document.createElement("li");
    item.textContent = indicator.title;
    return item;
  }));
}

function drawAssets() {
  const wanted = Object.fromEntries(new FormData(element("filter")));
  const text = wanted.text.trim().toLowerCase();
  const found = [...city.assets.values()].filter((asset) =>
    (!wanted.kind || asset.kind === wanted.kind) && (!wanted.district || asset.district === wanted.district)
    && (!wanted.state || asset.state === wanted.state)
    && (!text || `${asset.id} ${asset.name}`.toLowerCase().includes(text)));
  fill("asset-table", found.slice(0, shownAssets).map((asset) => [
    heading(asset.name ? `${asset.name} (${asset.id})` : asset.id), cell(words(asset.kind)), cell(asset.district ?? ""),
    cell(stateWords[asset.state] ?? asset.state, stateTones[asset.state]), cell(moment(asset.heard_at)),
    cell(Object.entries(asset.readings).filter(([name]) => name !== "rssi" && name !== "snr")
      .map(([name, value]) => reading(name, value)).join(", ")),
  ]), 6, "No asset is like that.");
  const shown = Math.min(found.length, shownAssets);
  setText("asset-count", `${found.length} of ${city.assets.size} assets${shown < found.length ? `, the first ${shown} shown` : ""}`);
}

/** Sets a text only when it changes: a screen reader reads what changes. */
function setText(id, text) {
  if (element(id).textContent !== text) element(id).textContent = text;
}

function draw() {
  const { status } = city;
  element("city").textContent = status.city;
  element("version").textContent = `Belfry ${status.version}`;
  const away = status.brokers.filter((broker) => !broker.connected).length;
  setText("state", `${status.assets} assets, ${status.devices.registered} devices, ${status.devices.silent} silent`
    + (away > 0 ? `; ${away} of ${status.brokers.length} brokers not connected` : "")
    + (stream?.readyState === EventSource.OPEN ? "; live" : "; not live"));
  drawAlerts();
  drawKinds();
  drawIndicators();
  drawAssets();
}

function fillChoices() {
  for (const name of ["kind", "district"]) {
    const select = element("filter").elements[name];
    const chosen = select.value;
    const values = [...new Set([...city.assets.values()].map((asset) => asset[name]).filter(Boolean))].sort();
    select.replaceChildren(new Option("all", ""), ...values.map((value) => new Option(words(value), value)));
    select.value = values.includes(chosen) ? chosen : "";
  }
}

// MARK: - Live

let stream = null;
let isDrawDue = false;
let isLoadDue = false;

/** Draws at most once a second, however much happens. */
function drawSoon() {
  if (isDrawDue) return;
  isDrawDue = true;
  setTimeout(() => { isDrawDue = false; draw(); }, 1000);
}

/** Loads everything, at most every five seconds. */
function loadSoon() {
  if (isLoadDue) return;
  isLoadDue = true;
  setTimeout(() => { isLoadDue = false; load().catch(fail); }, 5000);
}

const changed = new Set();

/** Asks again how an asset is: its state follows from all its alerts and devices, and the daemon knows it. */
function refreshSoon(id) {
  if (!city.assets.has(id)) return;
  if (changed.size === 0) setTimeout(() => refresh().catch(fail), 2000);
  changed.add(id);
}

async function refresh() {
  const ids = [...changed];
  changed.clear();
  if (ids.length > refreshedAssets) return loadSoon();
  for (const asset of await Promise.all(ids.map((id) => get(`v1/assets/${encodeURIComponent(id)}`)))) {
    city.assets.set(asset.id, asset);
  }
  city.status = await get("v1/status");
  drawSoon();
}

function takeReading(event) {
  const asset = city.assets.get(event.asset);
  if (!asset) return;
  asset.readings[event.quantity] = { value: event.value, unit: event.unit, at: event.at };
  asset.heard_at = event.arrived_at;
  drawSoon();
}

function takeAlert(alert) {
  city.alerts.set(alert.id, alert);
  refreshSoon(alert.asset);
  drawSoon();
}

function takeIndicator(indicator) {
  city.indicators.set(`${indicator.name}/${indicator.scope}`, indicator);
  drawSoon();
}

function watch() {
  stream = new EventSource("v1/events");
  stream.addEventListener("reading", (event) => takeReading(JSON.parse(event.data)));
  stream.addEventListener("alert", (event) => takeAlert(JSON.parse(event.data)));
  stream.addEventListener("indicator", (event) => takeIndicator(JSON.parse(event.data)));
  stream.addEventListener("device", (event) => refreshSoon(JSON.parse(event.data).asset));
  stream.addEventListener("lost", loadSoon);
  stream.addEventListener("open", loadSoon);
  stream.addEventListener("error", () => {
    drawSoon();
    // The browser comes back by itself, unless the daemon answered with an error.
    if (stream.readyState === EventSource.CLOSED) setTimeout(watch, 10000);
  });
}

function fail(error) {
  setText("state", `Belfry does not answer (${error.message}); trying again.`);
  loadSoon();
}

element("filter").addEventListener("input", drawAssets);
element("filter").addEventListener("submit", (event) => event.preventDefault());
// Ages grow without any event.
setInterval(drawSoon, 10000);
load().then(watch, (error) => { fail(error); watch(); });
