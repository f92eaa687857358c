// SPDX-License-Identifier: Apache-2.0
// What this page asks of the service.
const CLIENT_ID = crypto.randomUUID();

/** Tokens are in the headers of the session, and nowhere else. `ended` says that its token was refused. */
const state = { session: null, ended: false, last: null, refusal: null, count: 0, units: 0, polls: new Map(), ahead: 0 };

/** The service's time. */
const now = () => Date.now() + state.ahead;

/** Sends a request. `body` is JSON as text, so that numbers stay as somebody wrote them. An answer above 399 is thrown. */
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
    if (method !== "GET") state.polls.forEach((task) => { task.due = 0; });
    return { headers: response.headers, text, body: text && JSON.parse(text) };
  } catch (failure) {
    state.refusal = failure;
    if (failure.status === 401 && state.session) state.ended = true;
    throw failure;
  } finally {
    draw();
  }
}

const get = async (path) => (await send("GET", path)).body;

function refusalOf({ status, headers }, text) {
  let said = {};
  try {
    said = JSON.parse(text);
  } catch {
    // A gateway's or a proxy's own page says no more than its status.
  }
  const { title = "", description, message } = said.error ?? said;
  const words = [`${status} ${title}`, description ?? message].filter(Boolean).join(": ");
  return Object.assign(new Error(words), { status, requestId: headers.get("X-Openstack-Request-Id") });
}

const queuePath = (queue, rest = "") => `/v2/queues/${encodeURIComponent(queue)}${rest}`;
const next = (page) => page.links?.find((link) => link.rel === "next")?.href;

/** The request for a terminal, without the token. */
function curlOf({ method, path, body, type }, headers = state.session?.headers ?? {}) {
  const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;
  const lines = Object.entries(headers).map(([name, value]) =>
    name === "X-Auth-Token" ? `-H "X-Auth-Token: $TOKEN"` : `-H ${quoted(`${name}: ${value}`)}`);
  if (body !== undefined) lines.push(`-H 'Content-Type: ${type}'`, `-d ${quoted(body)}`);
  return [`curl -i -X ${method} ${quoted(location.origin + path)}`, `-H 'Client-ID: ${CLIENT_ID}'`, ...lines].join(" \\\n  ");
}

/** About how many read units an answer took, by docs/costs.md. */
function unitsOf({ queues, messages }) {
  const counted = (stats) => 1 + 0.108 * Math.min(stats?.total ?? 0, 10000);
  if (queues) return queues.reduce((sum, { stats }) => sum + counted(stats), 1);
  return Array.isArray(messages) ? 1 + 0.3 * messages.length : counted(messages);
}

/** Dollars, by docs/costs.md. */
const priceOfDay = () =>
  [...state.polls.values()].reduce((sum, { seconds, units }) => sum + (86400 / seconds) * (1.47 + 0.125 * units) * 1e-6, 0);

/** Long queues are counted less often, as that reads much of them. */
const secondsBetween = (total) => (total < 1000 ? 5 : total < 10000 ? 30 : 120);

/** Does `work` now and again, until the answer is called. It gives its units, and seconds until the next time. */
function poll(name, work) {
  state.polls.set(name, { work, due: 0, seconds: 5, units: 0 });
  runPolls();
  return () => state.polls.delete(name);
}

/** Called once a second; nothing is asked while nobody looks at the page, or the login has ended. */
function runPolls() {
  if (document.hidden || state.ended) return;
  state.polls.forEach((task) => task.due <= Date.now() && round(task));
}

/** After a refusal, the wait doubles, up to a minute. */
async function round(task) {
  task.due = Infinity;
  try {
    Object.assign(task, await task.work());
    state.units += task.units;
  } catch {
    task.seconds = Math.max(task.seconds, Math.min(task.seconds * 2, 60));
  }
  task.due = Date.now() + task.seconds * 1000;
}
