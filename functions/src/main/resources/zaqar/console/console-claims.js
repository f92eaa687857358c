// SPDX-License-Identifier: Apache-2.0
// Who holds messages, until when; and messages that were claimed too often.
"use strict";

const PAGES = 5;

/** Messages from the start of a queue, claimed ones too: as many pages as are there, but no more than a few. */
async function readPages(queue) {
  const messages = [];
  let path = queuePath(queue, `/messages?${ALL}`);
  for (let i = 0; i < PAGES && path; i++) {
    const { body } = await get(path);
    messages.push(...body.messages);
    path = body.messages.length ? next(body) : undefined;
  }
  return { messages, hasMore: path !== undefined };
}

const groups = (items, keyOf) => Object.entries(Object.groupBy(items, keyOf));
const claimOf = (message) => message.href.split("claim_id=")[1];

function Claims({ queue }) {
  const [found, read, said] = useRead(() => readPages(queue.name), []);
  const now = useNow();
  const done = async (method, id, body) => {
    await send(method, queuePath(queue.name, `/claims/${id}`), body);
    await read();
  };
  const rows = found && groups(found.messages.filter(claimOf), claimOf).map(([id, messages]) => ({
    key: id,
    cells: [
      span((Date.parse(messages[0].claimed_until) - now) / 1000),
      messages.length,
      row(
        h(Action, { label: "Release", writes: true, run: () => done("DELETE", id) }),
        h(Action, { label: "Renew", writes: true, run: () => done("PATCH", id, "{}") })),
    ],
    more: () => h(MessageTable, { queue: queue.name, messages, again: read }),
  }));
  return [
    said,
    h(Table, { caption: "Claims, by their first message", heads: ["Id", "Left", "Messages", "Do"], rows, empty: "Nothing is claimed here." }),
    found?.hasMore && faint(`These are the claims among the first ${found.messages.length} messages. `),
    h(Action, { label: "Read again", run: read }),
    h(Form, {
      head: "Claim messages",
      label: "Claim",
      fields: [["limit", "Messages at most", 10, { type: "number" }], ["ttl", "Ttl in seconds", 300, { type: "number" }], ["grace", "Grace in seconds", 60, { type: "number" }]],
      run: async ({ limit, ttl, grace }) => {
        const { body } = await send("POST", queuePath(queue.name, `/claims?limit=${limit}`), `{"ttl":${ttl},"grace":${grace}}`);
        await read();
        return body ? `Claimed ${body.messages.length}.` : "Nothing is free.";
      },
    }),
  ];
}

/** The queue's dead letters: those in the queue where they go, or in itself. */
function Letters({ queue }) {
  const letters = queue.metadata && (queue.metadata._dead_letter_queue ?? queue.name);
  return letters && h(LettersOf, { letters });
}

const originOf = ({ dead_letter: letter }) => (letter ? `${letter.queue}, ${letter.reason}` : "unknown");

function LettersOf({ letters }) {
  const [found, read, said] = useRead(() => readPages(letters), []);
  const [copy, setCopy] = useState(null);
  const rows = found && groups(found.messages, originOf).map(([origin, messages]) => ({
    key: origin,
    cells: [origin, messages.length, span(messages[0].age), Math.max(...messages.map((message) => message.dead_letter?.claim_count ?? 0))],
  }));
  const edit = (message) => h(Action, { label: "Edit a copy", writes: true, run: async () => {
    setCopy({ key: message.id, body: await rawBody(letters, message.id), queue: message.dead_letter?.queue ?? letters });
  } });
  return [
    h("h2", null, `Letters in ${letters}`),
    said,
    h(Table, { caption: "By origin and reason", heads: ["Origin", "Messages", "Oldest", "Claims"], rows, empty: "No letters here." }),
    found?.hasMore && faint(`These are the first ${found.messages.length}.`),
    h(Form, {
      head: "Send them back",
      open: true,
      label: "Redrive",
      fields: [["limit", "Messages at most", 100, { type: "number" }], ["to", "To this queue, not to where they came from", ""]],
      run: async ({ limit, to }) => {
        const { body } = await send("POST", queuePath(letters, "/redrive"), JSON.stringify({ limit: Number(limit), ...(to && { to }) }));
        await read();
        return `Moved ${body.moved}${body.more ? ", and there are more" : ""}.`;
      },
    }),
    copy && h(Post, { ...copy, open: true, done: read }),
    h(MessageTable, { queue: letters, messages: found?.messages, again: read, more: edit }),
  ];
}
