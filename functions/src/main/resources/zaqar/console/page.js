// SPDX-License-Identifier: Apache-2.0
// The page: the view that the address names, what operators see, and the bar.
function Operators() {
  const [pools, , said] = useRead(() => get("/v2/pools?detailed=true&limit=20"));
  const [flavors] = useRead(() => get("/v2/flavors?detailed=true&limit=20"));
  const [health, setHealth] = useState({});
  const tried = Object.entries(health).filter(([, pool]) => pool.operation_status);
  const names = Object.keys(tried[0]?.[1].operation_status ?? {});
  const outcome = ({ succeeded, seconds, ref }) => [succeeded ? `${seconds} s` : "failed ", ref];
  return [
    title("Operators"),
    said,
    table("Pools", ["Name", "Weight", "Table", "Flavor"], pools?.pools.map(({ name, weight, uri, flavor }) =>
      ({ key: name, cells: [name, weight, uri, flavor || "-"] }))),
    table("Flavors", ["Name", "Pools"], flavors?.flavors.map(({ name, pool_list }) =>
      ({ key: name, cells: [name, pool_list?.join(", ")] }))),
    looks("Try all pools", async () => setHealth(await get("/v2/health"))),
    names.length > 0 && table("Health of each operation", ["Pool", ...names], tried.map(([key, { operation_status: done }]) =>
      ({ key, cells: [key, ...names.map((name) => outcome(done[name]))] }))),
    h("p", null, faint("Undelivered: the stack's UndeliveredQueue in SQS.")),
  ];
}

function Bar() {
  const { last, refusal, count, units } = state;
  return h("footer", null,
    fold(`Requests: ${number(count)}. By the clock: about ${number(Math.round(units))} read units, $${priceOfDay().toPrecision(2)} a day`,
      refusal && h("p", { class: "problem" }, `Last error: ${refusal.message} `, h("code", null, refusal.requestId)),
      last && [h("pre", { tabindex: 0, "aria-label": "Last request" }, curlOf(last)), copy("Copy", () => curlOf(last))]));
}

function Page({ ways, failure }) {
  const hash = location.hash || "#/queues";
  const { session, ended } = state;
  useEffect(() => document.querySelector("h1").focus(), [hash, !session]);
  // Such as #/queues/demo/claims.
  const [, kind, name, tab] = hash.split("/").map(decodeURIComponent);
  const view = () => (kind === "operators" ? h(Operators) : name ? h(Queue, { key: name, name, tab: tab in TABS ? tab : "messages" }) : h(Queues));
  const link = (href, label) => h("a", { href, "aria-current": hash.startsWith(href) ? "page" : undefined }, label);
  return [
    ways.mode === "none" && h("p", { class: "open" }, "No token is asked for: whoever reaches this address may do everything."),
    h("header", null,
      h("b", null, "Zaqar"),
      session && h("nav", { "aria-label": "Views" }, link("#/queues", "Queues"), session.operates && link("#/operators", "Operators")),
      session && faint(session.headers["X-Project-ID"], !session.writes && " reads only"),
      session && looks("Log out", async () => { state.session = null; draw(); })),
    h("main", null,
      failure && h("p", { class: "problem", role: "alert" }, failure.message),
      (!session || ended) && h(Login, { ways }),
      session && view()),
    h(Bar),
  ];
}

let draw = () => {};

get("login.json").then(async (ways) => {
  const failure = await comeBack(ways).catch((failed) => failed);
  draw = () => render(h(Page, { ways, failure }), document.body);
  addEventListener("hashchange", () => draw());
  setInterval(() => {
    runPolls();
    draw();
  }, 1000);
  draw();
});
