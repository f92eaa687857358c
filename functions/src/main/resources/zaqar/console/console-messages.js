// SPDX-License-Identifier: Apache-2.0
// The messages of a queue, read without taking them; posting some, and following new ones.
"use strict";

const TAIL_MINUTES = 10;
const MOST_TAIL = 200;
const ALL = "echo=true&detailed=true&limit=20&include_claimed=true&include_delayed=true";

/** Where a message stands. */
function standing(message, now) {
  const left = (until) => `${span((Date.parse(until) - now) / 1000)} left`;
  if (message.claimed_until) return `claimed, ${left(message.claimed_until)}`;
  return Date.parse(message.available_at) > now ? `delayed, ${left(message.available_at)}` : "free";
}

/** A body as it was sent, where JavaScript would round long numbers: the last member of the answer, but for a checksum. */
async function rawBody(queue, id) {
  const { text } = await get(queuePath(queue, `/messages/${id}`));
  return text.slice(text.indexOf('"body":') + 7).replace(/(,"checksum":"MD5:[0-9a-f]{32}")?}$/, "");
}

/** The first characters of a body. */
function beginning(body) {
  const text = JSON.stringify(body);
  return h("code", null, text.slice(0, 100), text.length > 100 && " ...");
}

function Messages({ queue }) {
  const first = queuePath(queue.name, `/messages?${ALL}`);
  const [text, setText] = useState("");
  const [page, read, said] = useRead(async (path = first) => (await get(path)).body, []);
  const filters = ({ claimed, delayed, id, part }) => {
    setText(part);
    const some = first.replace("claimed=true", `claimed=${claimed}`).replace("delayed=true", `delayed=${delayed}`);
    return read(id ? queuePath(queue.name, `/messages?detailed=true&ids=${encodeURIComponent(id)}`) : some);
  };
  return [
    h(Form, {
      writes: false,
      label: "Read",
      fields: [
        ["claimed", "With claimed ones", true],
        ["delayed", "With delayed ones", true],
        ["part", "With this in the body", "", { type: "search" }],
        ["id", "Only the one with the id", "", { type: "search" }],
      ],
      run: filters,
    }),
    said,
    h(MessageTable, { queue: queue.name, messages: page?.messages.filter(({ body }) => JSON.stringify(body).includes(text)), again: () => read() }),
    page && next(page) && h(Action, { label: "Next page", run: () => read(next(page)) }),
    h(Tail, { queue }),
    h(Post, { queue: queue.name, done: () => read() }),
  ];
}

/** Messages, and what can be done to each; `more` are actions of the view that shows them. */
function MessageTable({ queue, messages, again, more = () => null }) {
  const now = useNow();
  return h(Table, {
    caption: "Oldest first",
    empty: "No messages here.",
    heads: ["Id", "State", "Claims", "Age", "Ends in", "Body"],
    rows: messages?.map((message) => ({
      key: message.id,
      cells: [standing(message, now), message.claim_count, span(message.age), span(message.ttl - message.age), beginning(message.body)],
      more: () => h(Message, { queue, message, again, more }),
    })),
  });
}

function Message({ queue, message, again, more }) {
  const [raw, setRaw] = useState(null);
  const path = queuePath(queue, `/messages/${message.id}`);
  return [
    h(Tree, { value: message.body }),
    raw !== null && h("pre", { tabindex: 0, "aria-label": "Body as it was sent" }, raw),
    message.request_id && h("p", null, faint("Posted by ", message.request_id)),
    row(
      h(Action, { label: raw === null ? "As it was sent" : "Not as it was sent", run: async () => setRaw(raw === null ? await rawBody(queue, message.id) : null) }),
      h(Copy, { label: "Copy body", text: () => rawBody(queue, message.id) }),
      h(Copy, { label: "Copy as curl", text: () => curlOf({ method: "GET", path }) }),
      more(message),
      h(Action, { label: "Delete", kind: "danger", writes: true, run: async () => {
        await send("DELETE", message.href);
        await again();
      } })),
  ];
}

/** New messages as they come, from now on; it ends by itself. */
function Tail({ queue }) {
  const [end, setEnd] = useState(0);
  const [lines, setLines] = useState([]);
  const now = useNow();
  const follows = end > now && lines.length < MOST_TAIL;
  useEffect(() => {
    if (!follows) return undefined;
    queue.follows.current = true;
    let path = queuePath(queue.name, `/messages?${ALL}&marker=${queue.stats?.newest?.href.split("/").pop() ?? ""}`);
    let seconds = 1;
    const stop = poll("tail", async () => {
      const { body, units } = await get(path);
      path = next(body) ?? path;
      seconds = body.messages.length ? 1 : Math.min(10, seconds * 2);
      setLines((before) => [...before, ...body.messages].slice(0, MOST_TAIL));
      return { units, seconds };
    });
    return () => {
      queue.follows.current = false;
      stop();
    };
  }, [follows]);
  const start = () => {
    setLines([]);
    setEnd(now + TAIL_MINUTES * 60000);
  };
  return h("details", null,
    h("summary", null, "Follow new messages"),
    row(
      h(Action, follows ? { label: "Stop", run: () => setEnd(0) } : { label: `Follow for ${TAIL_MINUTES} minutes`, run: start }),
      faint(`${lines.length} of ${MOST_TAIL} at most`, follows && `, ends in ${span((end - now) / 1000)}`)),
    h("ol", null, lines.map((message) => h("li", { key: message.id }, h("code", null, message.id), " ", beginning(message.body)))));
}

/** A form that posts one message, or one of each line. */
const Post = ({ queue, done, body = "{}", open, head = `Post to ${queue}` }) => h(Form, {
  head,
  open,
  label: "Post",
  fields: [
    ["body", "Body", body, { rows: 5, required: true }],
    ["many", "A message of each line", false],
    ["text", "Text, not JSON", false],
    ["ttl", "Ttl in seconds", "", { type: "number", min: 1 }],
    ["delay", "Delay in seconds", "", { type: "number", min: 0 }],
  ],
  run: async (values) => {
    const answer = await send("POST", queuePath(queue, "/messages"), documentOf(values));
    await done?.();
    return `Posted ${answer.body.resources.length}.`;
  },
});

/** The document of a POST, with bodies as they were written. */
function documentOf({ body, many, text, ttl, delay }) {
  const bodies = many ? body.split("\n").filter((line) => line.trim()) : [body];
  if (!text) bodies.forEach(JSON.parse);
  const terms = (ttl && `,"ttl":${ttl}`) + (delay && `,"delay":${delay}`);
  return `{"messages":[${bodies.map((each) => `{"body":${text ? JSON.stringify(each) : each}${terms}}`)}]}`;
}
