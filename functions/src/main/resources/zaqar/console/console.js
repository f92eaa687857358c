// SPDX-License-Identifier: Apache-2.0
// The page: which view is shown, by the address; the bar at the bottom; and what operators see.
"use strict";

function Operators() {
  const [pools, readPools, said] = useRead(async () => (await get("/v2/pools?detailed=true&limit=20")).body.pools, []);
  const [flavors, readFlavors] = useRead(async () => (await get("/v2/flavors?detailed=true&limit=20")).body.flavors, []);
  const [health, setHealth] = useState(null);
  const put = (kind, read) => async ({ name, text }) => {
    await send("PUT", `/v2/${kind}/${encodeURIComponent(name)}`, text);
    await read();
  };
  const remove = (href, read) => h(Action, { label: "Delete", kind: "danger", run: async () => { await send("DELETE", href); await read(); } });
  const names = [...new Set(Object.values(health ?? {}).flatMap((pool) => Object.keys(pool.operation_status ?? {})))];
  const outcome = (done) => (done ? [done.succeeded ? `${done.seconds} s` : "failed", done.ref && faint(" ", done.ref)] : "-");
  const tried = health && Object.entries(health).filter(([, pool]) => pool.operation_status);
  return [
    title("Operators"),
    said,
    h(Table, { caption: "Pools", heads: ["Name", "Weight", "Table", "Flavor", "Do"], rows: pools?.map(({ name, weight, uri, flavor, href }) =>
      ({ key: name, cells: [name, weight, uri, flavor ?? "-", remove(href, readPools)] })) }),
    h(Form, { head: "Add or replace a pool", label: "Put pool", fields: [["name", "Name", ""], ["text", "Pool", '{"weight": 100, "uri": "dynamodb://"}', { rows: 2 }]], run: put("pools", readPools) }),
    h(Table, { caption: "Flavors", heads: ["Name", "Pools", "Do"], rows: flavors?.map(({ name, pool_list, href }) =>
      ({ key: name, cells: [name, (pool_list ?? []).join(", "), remove(href, readFlavors)] })) }),
    h(Form, { head: "Add or replace a flavor", label: "Put flavor", fields: [["name", "Name", ""], ["text", "Flavor", '{"pool_list": []}', { rows: 2 }]], run: put("flavors", readFlavors) }),
    h("h2", null, "Health"),
    h(Action, { label: "Try all pools", run: async () => setHealth((await get("/v2/health")).body) }),
    health && h(Table, { caption: "Each operation, in each pool", heads: ["Pool", ...names], rows: tried.map(([pool, { operation_status: done }]) =>
      ({ key: pool, cells: [pool, ...names.map((name) => outcome(done[name]))] })) }),
    h("p", null, faint("What could be delivered to nobody is in the stack's queue UndeliveredQueue in SQS, which the API does not show.")),
  ];
}

/** What was asked, at what cost, and what went wrong last. */
function Bar() {
  const { last, refusal, count, read, written } = state;
  const polled = state.polls.size && ` Asking on costs about $${priceOfDay().toPrecision(2)} a day.`;
  return h("footer", null,
    h("details", null,
      h("summary", null, `${number(count)} requests, about ${number(Math.round(read))} units read and ${number(Math.round(written))} written.`, polled),
      h("p", null, faint("Units and price are estimates by docs/costs.md: the service's answers do not say them.")),
      refusal && h("p", { class: "problem" }, `Last error: ${refusal.message} `, h("code", null, refusal.requestId)),
      last && [h("pre", { tabindex: 0, "aria-label": "Last request" }, curlOf(last)), h(Copy, { text: () => curlOf(last) })]));
}

/** The view of an address such as #/queues/demo/claims. */
function View({ path: [kind, name, tab] }) {
  if (kind === "operators") return h(Operators);
  return name ? h(Queue, { key: name, name, tab: tab in TABS ? tab : "messages" }) : h(Queues);
}

function Page({ ways, failure }) {
  const [hash, setHash] = useState(location.hash);
  useChanges();
  useEffect(() => addEventListener("hashchange", () => setHash(location.hash)), []);
  useEffect(() => document.querySelector("h1").focus(), [hash, !state.session]);
  const { session, ended } = state;
  const link = (href, label) => h("a", { href, "aria-current": hash.startsWith(href) && "page" }, label);
  return [
    ways.mode === "none" && h("p", { class: "open" }, "No token is asked for: whoever reaches this address may do everything in all projects."),
    h("header", null,
      h("b", null, "Zaqar"),
      session && h("nav", { "aria-label": "Views" }, link("#/queues", "Queues"), session.operates && link("#/operators", "Operators")),
      session && faint(session.headers["X-Project-ID"], !session.writes && " reads only"),
      session && h(Action, { label: "Log out", run: () => { state.session = null; changed(); } })),
    h("main", null,
      failure && h("p", { class: "problem", role: "alert" }, failure.message),
      (!session || ended) && h(Login, { ways }),
      session && h(View, { path: hash.split("/").slice(1).map(decodeURIComponent) })),
    h(Bar),
  ];
}

async function start() {
  const ways = (await get("login.json")).body;
  const failure = await comeBack(ways).catch((failed) => failed);
  render(h(Page, { ways, failure }), document.body);
}

start();
