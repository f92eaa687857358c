// SPDX-License-Identifier: Apache-2.0
// The page: which view is shown, by the address; the bar at the bottom; and what operators see.
"use strict";

function Operators() {
  const [health, setHealth] = useState({});
  const names = [...new Set(Object.values(health).flatMap((pool) => Object.keys(pool.operation_status ?? {})))];
  const outcome = (done) => (done ? [done.succeeded ? `${done.seconds} s` : "failed", faint(" ", done.ref)] : "-");
  return [
    title("Operators"),
    h(Catalog, { kind: "pools", heads: ["Weight", "Table", "Flavor"], cells: ({ weight, uri, flavor }) => [weight, uri, flavor ?? "-"], example: '{"weight": 100, "uri": "dynamodb://"}' }),
    h(Catalog, { kind: "flavors", heads: ["Pools"], cells: ({ pool_list }) => [pool_list?.join(", ")], example: '{"pool_list": []}' }),
    h("h2", null, "health"),
    h(Action, { label: "Try all pools", run: async () => setHealth((await get("/v2/health")).body) }),
    names.length > 0 && h(Table, {
      caption: "Each operation, in each pool",
      heads: ["Pool", ...names],
      rows: Object.entries(health).filter(([, pool]) => pool.operation_status).map(([key, { operation_status: done }]) =>
        ({ key, cells: [key, ...names.map((name) => outcome(done[name]))] })),
    }),
    h("p", null, faint("What could not be delivered is in the stack's UndeliveredQueue in SQS, which the API does not show.")),
  ];
}

/** All pools, or all flavors. */
function Catalog({ kind, heads, cells, example }) {
  const [all, read, said] = useRead(async () => (await get(`/v2/${kind}?detailed=true&limit=20`)).body[kind], []);
  const remove = (href) => h(Action, { label: "Delete", kind: "danger", run: () => send("DELETE", href).then(() => read()) });
  return [
    h("h2", null, kind),
    said,
    h(Table, { caption: `All ${kind}`, heads: ["Name", ...heads, "Do"], rows: all?.map((each) => ({ key: each.name, cells: [each.name, ...cells(each), remove(each.href)] })) }),
    h(Form, {
      head: `Add to ${kind}, or replace`,
      label: "Put",
      fields: [["name", "Name", "", { required: true }], ["text", "As JSON", example, { rows: 2 }]],
      run: ({ name, text }) => send("PUT", `/v2/${kind}/${encodeURIComponent(name)}`, text).then(() => read()),
    }),
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
  const link = (href, label) => h("a", { href, "aria-current": hash.startsWith(href) ? "page" : undefined }, label);
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
