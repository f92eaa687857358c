// SPDX-License-Identifier: Apache-2.0
// What this page asks of the service. One function sends, and what it has sent is kept for the bar at the bottom.
"use strict";

const CLIENT_ID = crypto.randomUUID();

/**
 * What all parts of the page know. The session has the headers of a login: tokens are there, in memory, and nowhere else.
 * `ended` says that the token was refused; the view stays, and asks for another.
 */
const state = { session: null, ended: false, count: 0, read: 0, written: 0, last: null, refusal: null, polls: new Map(), ahead: 0 };
const watchers = new Set();
const changed = () => watchers.forEach((watcher) => watcher());

/** What went wrong, in the words of the service. */
class Refusal extends Error {
  constructor(status, title, description, requestId) {
    super([title, description].filter(Boolean).join(": "));
    Object.assign(this, { status, requestId });
  }
}

/**
 * Sends a request. `body` is JSON as text, so that numbers stay as somebody wrote them. The answer has headers, text, body
 * and units; an answer above 399, or none, is thrown as a Refusal.
 */
async function send(method, path, body, type = "application/json", session = state.session) {
  state.last = { method, path, body, type };
  state.count++;
  const headers = { ...session?.headers, "Client-ID": CLIENT_ID, Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = type;
  try {
    const response = await fetch(path, { method, headers, body });
    const text = await response.text();
    state.ahead = (Date.parse(response.headers.get("Date")) || Date.now()) - Date.now();
    if (!response.ok) throw refusalOf(response, text);
    const parsed = text ? JSON.parse(text) : null;
    const units = unitsOf(method, path, parsed);
    state.read += units[0];
    state.written += units[1];
    return { headers: response.headers, text, body: parsed, units };
  } catch (failure) {
    state.refusal = failure instanceof Refusal ? failure : new Refusal(0, "No answer", failure.message);
    if (state.refusal.status === 401 && state.session) state.ended = true;
    throw state.refusal;
  } finally {
    changed();
  }
}

const get = (path) => send("GET", path);

function refusalOf(response, text) {
  let problem = {};
  try {
    problem = JSON.parse(text);
  } catch {
    // Not the service's own: of a gateway, or a proxy.
  }
  const { title = problem.message, description } = problem.error ? { ...problem.error, description: problem.error.message } : problem;
  return new Refusal(response.status, `${response.status} ${title ?? ""}`, description, response.headers.get("X-Openstack-Request-Id"));
}

const queuePath = (queue, rest = "") => `/v2/queues/${encodeURIComponent(queue)}${rest}`;
const next = (page) => page.links?.find((link) => link.rel === "next")?.href;

/** The request for a terminal. Whoever copies it puts a token of his own into it. */
function curlOf({ method, path, body, type }, given = state.session?.headers) {
  const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;
  const lines = [`curl -i -X ${method} ${quoted(location.origin + path)}`, `-H 'Client-ID: ${CLIENT_ID}'`];
  for (const [name, value] of Object.entries(given ?? {})) {
    lines.push(name === "X-Auth-Token" ? `-H "X-Auth-Token: $TOKEN"` : `-H ${quoted(`${name}: ${value}`)}`);
  }
  if (body !== undefined) lines.push(`-H 'Content-Type: ${type}'`, `-d ${quoted(body)}`);
  return lines.join(" \\\n  ");
}

/** About what a request costs of DynamoDB, [read, written], by docs/costs.md: answers do not say it. */
function unitsOf(method, path, body) {
  const counted = (stats) => 1 + 0.108 * Math.min(stats?.total ?? 0, 10000);
  const isRead = method === "GET";
  const messages = (body?.messages ?? body?.resources)?.length ?? 0;
  if (path.endsWith("/stats")) return [counted(body.messages), 0];
  if (path.includes("/messages")) return method === "POST" ? [2, messages] : isRead ? [1 + 0.3 * messages, 0] : [1, 1];
  if (path.endsWith("/redrive")) return [4, 4 * body.moved];
  if (path.includes("/claims")) return isRead ? [1, 0] : [2, messages + 1];
  if (path.startsWith("/v2/queues?")) return [body.queues.reduce((sum, { stats }) => sum + (stats ? counted(stats) : 0), 1), 0];
  return path === "/v2/health" ? [16, 18] : [1, isRead ? 0 : 1];
}

/** Dollars a day of what is asked by the clock: docs/costs.md, without free tiers. */
function priceOfDay() {
  const prices = [...state.polls.values()].map(({ seconds, units: [read, written] }) =>
    (86400 / seconds) * (1.47 + 0.125 * read + 0.625 * written) * 1e-6);
  return prices.reduce((sum, price) => sum + price, 0);
}

/** Counting a long queue reads much of it, so that it is counted less often. */
const secondsBetween = (total) => (total < 1000 ? 5 : total < 10000 ? 30 : 120);

/**
 * Does `work` now and again, but not while nobody looks at the page or the login has ended. It gives {seconds, units}: when
 * next, and at what cost. After a refusal the wait doubles, up to a minute. The answer ends it.
 */
function poll(name, work) {
  let timer, seconds = 5, isRunning = false, isOver = false;
  async function round() {
    clearTimeout(timer);
    if (document.hidden || isRunning || isOver || state.ended) return;
    isRunning = true;
    try {
      const done = await work();
      seconds = done.seconds;
      if (!isOver) state.polls.set(name, done);
    } catch {
      seconds = Math.max(seconds, Math.min(seconds * 2, 60));
    }
    isRunning = false;
    if (!isOver) timer = setTimeout(round, seconds * 1000);
    changed();
  }
  const events = ["visibilitychange", "login"];
  events.forEach((event) => document.addEventListener(event, round));
  round();
  return () => {
    isOver = true;
    clearTimeout(timer);
    state.polls.delete(name);
    events.forEach((event) => document.removeEventListener(event, round));
  };
}
