// SPDX-License-Identifier: Apache-2.0
// A queue's messages, who holds them, and its dead letters.
const TAIL_MINUTES = 10;
const MOST_TAIL = 200;
const ALL = "echo=true&detailed=true&limit=20&include_claimed=true&include_delayed=true";

const claimOf = (message) => message.href.split("claim_id=")[1];

function standing({ claimed_until, available_at }) {
  if (claimed_until) return `claimed, ${left(claimed_until)} left`;
  return Date.parse(available_at) > now() ? `delayed, ${left(available_at)} left` : "free";
}

/** A page, whose messages have their bodies as text, too. */
async function readPage(path) {
  const page = await get(path);
  return { messages: page.messages.map((message) => ({ ...message, text: JSON.stringify(message.body) })), next: next(page), units: unitsOf(page) };
}

/** A body as it was sent, long numbers too: the last member of the answer, but for a checksum. */
async function rawBody(queue, id) {
  const { text } = await send("GET", queuePath(queue, `/messages/${id}`));
  return text.slice(text.indexOf('"body":') + 7).replace(/(,"checksum":"MD5:[0-9a-f]{32}")?}$/, "");
}

const beginning = ({ text }) => h("code", null, text.slice(0, 100), text.length > 100 && " ...");

function Messages({ queue: { name, newest } }) {
  const all = queuePath(name, `/messages?${ALL}`);
  const [part, setPart] = useState("");
  const [page, read, said] = useRead((path = all) => readPage(path));
  return [
    form("Read", [["With claimed ones", true], ["With delayed ones", true], ["With this in the body", ""], ["Only the one with the id", ""]], (claimed, delayed, part, id) => {
      setPart(part);
      const some = all.replace("claimed=true", `claimed=${claimed}`).replace("delayed=true", `delayed=${delayed}`);
      return read(id ? queuePath(name, `/messages?detailed=true&ids=${encodeURIComponent(id)}`) : some);
    }),
    said,
    h(MessageTable, { queue: name, messages: page?.messages.filter(({ text }) => text.includes(part)), again: () => read() }),
    page?.messages.length === 20 && looks("Next page", () => read(page.next)),
    h(Tail, { queue: name, newest }),
    post(name, () => read()),
  ];
}

const MessageTable = ({ queue, messages, again, more }) => table(
  "Messages, oldest first",
  ["Id", "State", "Claims", "Age", "Ends in", "Body"],
  messages?.map((message) => ({
    key: message.id,
    cells: [standing(message), message.claim_count, span(message.age), span(message.ttl - message.age), beginning(message)],
    more: () => h(Message, { queue, message, again, more }),
  })));

function Message({ queue, message, again, more }) {
  const path = queuePath(queue, `/messages/${message.id}`);
  const claim = claimOf(message);
  const remove = (href) => async () => {
    await send("DELETE", href);
    await again?.();
  };
  return [
    h(Tree, { value: message.body }),
    claim && h("p", null, `Held by claim ${claim}`, message.claimed_until && ` until ${clock(message.claimed_until)}`),
    message.request_id && h("p", null, faint("Posted by ", message.request_id)),
    row(
      looks("As it was sent", async () => h("pre", { tabindex: 0 }, await rawBody(queue, message.id))),
      copy("Copy as curl", () => curlOf({ method: "GET", path })),
      more?.(message),
      claim && writes("Release its claim", remove(queuePath(queue, `/claims/${claim}`))),
      danger("Delete", remove(message.href))),
  ];
}

/** New messages as they come; it ends by itself. */
function Tail({ queue, newest }) {
  const [end, setEnd] = useState(0);
  const [lines, setLines] = useState([]);
  const isOn = end > now() && lines.length < MOST_TAIL;
  useEffect(() => {
    if (!isOn) return;
    let path = queuePath(queue, `/messages?${ALL}&marker=${newest?.href.split("/").pop() ?? ""}`);
    let seconds = 1;
    return poll("tail", async () => {
      const page = await readPage(path);
      path = page.next ?? path;
      seconds = page.messages.length ? 1 : Math.min(10, seconds * 2);
      setLines((before) => [...before, ...page.messages].slice(0, MOST_TAIL));
      return { units: page.units, seconds };
    });
  }, [isOn]);
  return fold("Follow new messages",
    row(
      looks(isOn ? "Stop" : `Follow for ${TAIL_MINUTES} minutes`, () => {
        if (!isOn) setLines([]);
        setEnd(isOn ? 0 : now() + TAIL_MINUTES * 60000);
      }),
      faint(`${lines.length} of ${MOST_TAIL} at most`, isOn && `, ends in ${span((end - now()) / 1000)}`)),
    h(MessageTable, { queue, messages: lines }));
}

const post = (queue, done, { body = "{}", head = `Post to ${queue}` } = {}) => writingForm("Post", [
  ["Body, as JSON", body, { rows: 5, required: true }],
  ["A message of each line", false],
  ["Ttl in seconds", "", { type: "number", min: 1 }],
  ["Delay in seconds", "", { type: "number", min: 0 }],
], async (text, many, ttl, delay) => {
  const bodies = many ? text.split("\n").filter((line) => line.trim()) : [text];
  bodies.forEach((each) => JSON.parse(each));
  const terms = (ttl && `,"ttl":${ttl}`) + (delay && `,"delay":${delay}`);
  const messages = bodies.map((each) => `{"body":${each}${terms}}`);
  const posted = await send("POST", queuePath(queue, "/messages"), `{"messages":[${messages}]}`);
  await done();
  return `Posted ${posted.body.resources.length}.`;
}, { head });

/** The first pages of a queue. */
async function readPages(queue) {
  const messages = [];
  let path = queuePath(queue, `/messages?${ALL}`);
  for (let i = 0; i < 5 && path; i++) {
    const page = await readPage(path);
    messages.push(...page.messages);
    path = page.messages.length ? page.next : undefined;
  }
  return { messages, hasMore: path !== undefined };
}

const groups = (items, keyOf) => Object.entries(Object.groupBy(items, keyOf));
const incomplete = (found) => found?.hasMore && faint(`These are the first ${found.messages.length} messages. `);

function Claims({ queue: { name } }) {
  const [found, read, said] = useRead(() => readPages(name));
  const change = (method, id, body) => async () => {
    await send(method, queuePath(name, `/claims/${id}`), body);
    await read();
  };
  const rows = found && groups(found.messages.filter(claimOf), claimOf).map(([id, messages]) => {
    const until = messages[0].claimed_until;
    return {
      key: id,
      cells: [
        until && clock(until),
        until && left(until),
        messages.length,
        row(writes("Release", change("DELETE", id)), writes("Renew", change("PATCH", id, "{}"))),
      ],
      more: () => h(MessageTable, { queue: name, messages, again: read }),
    };
  });
  return [
    said,
    table("Claims", ["Claim", "Until", "Left", "Messages", "Do"], rows),
    incomplete(found),
    looks("Read again", read),
    writingForm("Claim", [["Messages at most", 10], ["Ttl in seconds", 300], ["Grace in seconds", 60]], async (limit, ttl, grace) => {
      const { body } = await send("POST", queuePath(name, `/claims?limit=${limit}`), `{"ttl":${ttl},"grace":${grace}}`);
      await read();
      return body ? `Claimed ${body.messages.length}.` : "Nothing is free.";
    }, { head: "Claim messages" }),
  ];
}

/** Dead letters in the queue where they go, or in itself. */
const Letters = ({ queue: { name, metadata } }) => metadata && h(LettersIn, { letters: metadata._dead_letter_queue ?? name });

function LettersIn({ letters }) {
  const [found, read, said] = useRead(() => readPages(letters));
  const edit = ({ id, dead_letter }) => writes("Edit a copy", async () => post(dead_letter.queue, read, { body: await rawBody(letters, id), head: "" }));
  const all = found?.messages.filter((message) => message.dead_letter);
  const rows = all && groups(all, ({ dead_letter }) => `${dead_letter.queue}, ${dead_letter.reason}`).map(([key, messages]) => ({
    key,
    cells: [key, messages.length, span(messages[0].age), Math.max(...messages.map(({ dead_letter }) => dead_letter.claim_count))],
  }));
  return [
    said,
    table(`Letters in ${letters}`, ["Origin", "Messages", "Oldest", "Claims"], rows),
    incomplete(found),
    writingForm("Send them back", [["Messages at most", 100], ["To this queue, not to where they came from", ""]], async (limit, to) => {
      const { body } = await send("POST", queuePath(letters, "/redrive"), JSON.stringify({ limit: Number(limit), to: to || undefined }));
      await read();
      return `Moved ${body.moved}${body.more ? ", and there are more" : ""}.`;
    }),
    h(MessageTable, { queue: letters, messages: all, again: read, more: edit }),
  ];
}
