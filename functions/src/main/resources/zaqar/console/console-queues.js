// SPDX-License-Identifier: Apache-2.0
// All queues of the project: what waits, since when, and where something is wrong; and one of them.
"use strict";

const QUEUES = "/v2/queues?detailed=true&with_stats=true&limit=20";
const MOST_ROWS = 200;
/** A page ends early where its counts have taken more than that. */
const MOST_UNITS = 500;

const total = (queue) => queue.stats?.total ?? 0;
const oldest = (queue) => queue.stats?.oldest?.age ?? 0;
/** Dead letters come first, then what has waited longest. */
const trouble = (queue) => (total(queue) && queue.lettersOf.length ? 1e9 : 0) + oldest(queue);

const ORDERS = {
  "Trouble first": (a, b) => trouble(b) - trouble(a),
  "By name": (a, b) => (a.name < b.name ? -1 : 1),
  "Most messages first": (a, b) => total(b) - total(a),
};

/** The listing, as many pages of it as somebody wanted; each round asks for one of them again. */
class Listing {
  constructor(part) {
    this.first = QUEUES + (part && `&name=${encodeURIComponent(part)}`);
    this.pages = [];
    this.round = 0;
  }

  async read(i) {
    const answer = await get(i ? this.pages[i - 1].next : this.first);
    const { queues } = answer.body;
    const isLast = queues.length < 20 && answer.units[0] < MOST_UNITS;
    this.pages[i] = { queues, next: isLast ? undefined : next(answer.body) };
    return answer;
  }

  get hasMore() {
    return this.pages.at(-1)?.next !== undefined;
  }

  async readMore(pages) {
    for (let i = 0; i < pages && this.hasMore; i++) await this.read(this.pages.length);
  }

  async readAgain() {
    const { units, body } = await this.read(this.round++ % Math.max(1, this.pages.length));
    body.queues.forEach((queue) => histories.set(queue.name, [...(histories.get(queue.name) ?? []), total(queue)].slice(-60)));
    return { units, seconds: Math.max(10, secondsBetween(body.queues.reduce((sum, queue) => sum + total(queue), 0))) };
  }

  /** Each queue once, with the queues whose dead letters it takes. */
  queues() {
    const all = this.pages.flatMap(({ queues }) => queues);
    const byName = new Map(all.map((queue) => [queue.name, { ...queue, lettersOf: [] }]));
    byName.forEach(({ name, metadata }) => byName.get(metadata._dead_letter_queue)?.lettersOf.push(name));
    return [...byName.values()];
  }
}

/** How many messages each queue had, lately. */
const histories = new Map();

function Queues() {
  const [listing, setListing] = useState(() => new Listing(""));
  const [order, setOrder] = useState("Trouble first");
  useChanges();
  useEffect(() => poll("queues", () => listing.readAgain()), [listing]);
  const queues = listing.queues().sort(ORDERS[order]);
  return [
    title("Queues"),
    h(Form, {
      writes: false,
      fields: [["part", "Part of the name", "", { type: "search" }], ["order", "Order", order, { options: Object.keys(ORDERS) }]],
      label: "Show",
      run: (values) => {
        setOrder(values.order);
        setListing(new Listing(values.part));
      },
    }),
    h(Table, {
      caption: queues.length > MOST_ROWS ? `${MOST_ROWS} of the ${number(queues.length)} queues that were read` : `Queues: ${queues.length}`,
      heads: ["Name", "Free", "Claimed", "Delayed", "Oldest", "Trend"],
      rows: listing.pages.length ? queues.slice(0, MOST_ROWS).map(rowOf) : null,
      empty: "No queues here.",
    }),
    listing.hasMore && h(Action, { label: "Read ten more pages", run: () => listing.readMore(10) }),
    h(Form, {
      head: "Create a queue",
      label: "Create",
      fields: [["name", "Name", "", { required: true }], ["metadata", "Metadata", "{}", { rows: 3 }]],
      run: async ({ name, metadata }) => {
        await send("PUT", queuePath(name), metadata);
        location.hash = `#/queues/${name}`;
      },
    }),
  ];
}

function rowOf({ name, stats, metadata, lettersOf }) {
  const letters = metadata._dead_letter_queue;
  return {
    key: name,
    cells: [
      [
        h("a", { href: `#/queues/${name}` }, name),
        lettersOf.length > 0 && h("span", { class: stats?.total ? "mark bad" : "mark" }, `dead letters of ${lettersOf.join(", ")}`),
        letters && h("span", { class: "mark" }, `letters go to ${letters}`),
      ],
      ...["free", "claimed", "delayed"].map((kind) => (stats ? number(stats[kind]) : "?")),
      stats?.oldest ? span(stats.oldest.age) : "-",
      h(Spark, { counts: histories.get(name) ?? [], label: `Messages of ${name}, lately` }),
    ],
  };
}

const TABS = {
  messages: ["Messages", () => Messages],
  claims: ["Claims", () => Claims],
  letters: ["Dead letters", () => Letters],
  subscriptions: ["Subscriptions", () => Subscriptions],
  settings: ["Settings", () => Settings],
};

/** What the views of a queue share: its name, counts and metadata, and whether somebody follows it, so that counts can wait. */
function useQueue(name) {
  const [stats, setStats] = useState(null);
  const [history, setHistory] = useState([]);
  const [metadata, readMetadata] = useRead(async () => (await get(queuePath(name))).body, []);
  const follows = useRef(false);
  useEffect(() => poll("stats", async () => {
    const { body, units } = await get(queuePath(name, "/stats"));
    const counts = body.messages;
    setStats(counts);
    setHistory((before) => [...before, { time: Date.now(), total: counts.total, age: counts.oldest?.age ?? 0 }].slice(-720));
    return { units, seconds: secondsBetween(counts.total) * (follows.current ? 2 : 1) };
  }), []);
  return { name, stats, history, metadata, readMetadata, follows };
}

function Queue({ name, tab }) {
  const queue = useQueue(name);
  return [
    title(name),
    h(Counts, queue),
    h("nav", { class: "tabs", "aria-label": "Views of the queue" }, Object.entries(TABS).map(([key, [label]]) =>
      h("a", { href: `#/queues/${name}/${key}`, "aria-current": key === tab ? "page" : undefined }, label))),
    h(TABS[tab][1](), { key: tab, queue }),
  ];
}

function Counts({ stats, history }) {
  const age = (mark) => (mark ? span(mark.age) : "-");
  const shown = stats && { ...stats, oldest: age(stats.oldest), newest: age(stats.newest) };
  const rates = history.slice(1).map(({ time, total }, i) => [time, Math.round((total - history[i].total) / ((time - history[i].time) / 60000))]);
  return [
    h("dl", { class: "counts" }, shown && ["free", "claimed", "delayed", "oldest", "newest"].map((kind) =>
      h("div", null, h("dt", null, kind), h("dd", null, shown[kind].toLocaleString("en"))))),
    h("div", { class: "plots" },
      h(Plot, { head: "Messages", points: history.map(({ time, total }) => [time, total]) }),
      h(Plot, { head: "Seconds of the oldest", points: history.map(({ time, age }) => [time, age]) }),
      h(Plot, { head: "More messages a minute", points: rates })),
  ];
}
