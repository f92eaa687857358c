// SPDX-License-Identifier: Apache-2.0
// All queues of the project, and one of them.
const QUEUES = "/v2/queues?detailed=true&with_stats=true&limit=20";
const MOST_ROWS = 200;

const total = ({ stats }) => stats?.total ?? 0;
/** Dead letters come first, then what has waited longest. */
const trouble = ({ stats, lettersOf }) => (stats?.total && lettersOf.length ? 1e9 : 0) + (stats?.oldest?.age ?? 0);

/** Counts of each queue, lately. */
const histories = new Map();

/** Pages of the listing; each round of the poll reads one again. */
const listingOf = (part) => ({ first: QUEUES + (part && `&name=${encodeURIComponent(part)}`), pages: [], turn: 0 });

async function readQueues({ first, pages }, i) {
  const body = await get(i ? pages[i - 1].next : first);
  const { queues } = body;
  const units = unitsOf(body);
  // A page with fewer is the last one, or its counts took more than a page may.
  pages[i] = { queues, next: queues.length < 20 && units < 500 ? undefined : next(body) };
  queues.forEach((queue) => histories.set(queue.name, [...(histories.get(queue.name) ?? []), [Date.now(), total(queue)]].slice(-60)));
  return { units, seconds: Math.max(10, secondsBetween(queues.reduce((sum, queue) => sum + total(queue), 0))) };
}

/** Each queue once, with the queues whose dead letters it takes. */
function queuesOf({ pages }) {
  const all = pages.flatMap(({ queues }) => queues);
  const byName = new Map(all.map((queue) => [queue.name, { ...queue, lettersOf: [] }]));
  byName.forEach(({ name, metadata }) => byName.get(metadata._dead_letter_queue)?.lettersOf.push(name));
  return [...byName.values()];
}

function Queues() {
  const [listing, setListing] = useState(() => listingOf(""));
  const { pages } = listing;
  useEffect(() => poll("queues", () => readQueues(listing, listing.turn++ % (pages.length || 1))), [listing]);
  const hasMore = () => pages.at(-1)?.next;
  const queues = queuesOf(listing).sort((a, b) => trouble(b) - trouble(a));
  return [
    title("Queues"),
    form("Show", [["Part of the name", ""]], async (part) => setListing(listingOf(part))),
    table(
      queues.length > MOST_ROWS ? `${MOST_ROWS} of the ${number(queues.length)} queues that were read` : "Queues",
      ["Name", "Free", "Claimed", "Delayed", "Oldest", "Trend"],
      pages.length && queues.slice(0, MOST_ROWS).map(rowOf)),
    hasMore() && looks("Read ten more pages", async () => {
      for (let i = 0; i < 10 && hasMore(); i++) await readQueues(listing, pages.length);
    }),
    writingForm("Create", [["Name", "", { required: true }], ["Metadata", "{}", { rows: 3 }]], async (name, metadata) => {
      await send("PUT", queuePath(name), metadata);
      location.hash = `#/queues/${name}`;
    }, { head: "Create a queue" }),
  ];
}

function rowOf({ name, stats, metadata, lettersOf }) {
  const mark = (kind, text) => h("span", { class: `mark ${kind}` }, text);
  return {
    key: name,
    cells: [
      [
        h("a", { href: `#/queues/${name}` }, name),
        lettersOf.length > 0 && mark(stats?.total ? "bad" : "", `dead letters of ${lettersOf.join(", ")}`),
        metadata._dead_letter_queue && mark("", `letters go to ${metadata._dead_letter_queue}`),
      ],
      ...["free", "claimed", "delayed"].map((kind) => (stats ? number(stats[kind]) : "?")),
      stats?.oldest ? span(stats.oldest.age) : "-",
      h(Plot, { points: histories.get(name), label: `Messages of ${name}, lately` }),
    ],
  };
}

const TABS = {
  messages: ["Messages", Messages],
  claims: ["Claims", Claims],
  letters: ["Dead letters", Letters],
  subscriptions: ["Subscriptions", Subscriptions],
  settings: ["Settings", Settings],
};

/** One queue, its counts, and one of the views of it. */
function Queue({ name, tab }) {
  const [counts, setCounts] = useState([]);
  const [metadata, readMetadata, said] = useRead(() => get(queuePath(name)));
  useEffect(() => poll("stats", async () => {
    const body = await get(queuePath(name, "/stats"));
    setCounts((before) => [...before, { time: Date.now(), ...body.messages }].slice(-720));
    return { units: unitsOf(body), seconds: secondsBetween(body.messages.total) };
  }), []);
  const last = counts.at(-1);
  const age = (mark) => (mark ? span(mark.age) : "-");
  const shown = last && { ...last, oldest: age(last.oldest), newest: age(last.newest) };
  const over = (valueOf) => counts.map((each, i) => [each.time, valueOf(each, counts[i - 1] ?? each)]);
  const aMinute = (a, b) => Math.round((a.total - b.total) / ((a.time - b.time || 1) / 60000));
  return [
    title(name),
    said,
    h("dl", { class: "row" }, shown && ["free", "claimed", "delayed", "oldest", "newest"].map((kind) =>
      h("div", null, h("dt", null, kind), h("dd", null, shown[kind].toLocaleString("en"))))),
    h("div", { class: "plots" },
      h(Plot, { head: "Messages", points: over(({ total }) => total) }),
      h(Plot, { head: "Seconds of the oldest", points: over(({ oldest }) => oldest?.age ?? 0) }),
      h(Plot, { head: "More messages a minute", points: over(aMinute) })),
    h("nav", { class: "tabs", "aria-label": "Views of the queue" }, Object.entries(TABS).map(([key, [label]]) =>
      h("a", { href: `#/queues/${name}/${key}`, "aria-current": key === tab ? "page" : undefined }, label))),
    h(TABS[tab][1], { key: tab, queue: { name, metadata, readMetadata, newest: last?.newest } }),
  ];
}
