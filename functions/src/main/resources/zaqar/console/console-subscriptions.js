// SPDX-License-Identifier: Apache-2.0
// Who is told of new messages; and what can be set for a queue.
"use strict";

function Subscriptions({ queue }) {
  const all = queuePath(queue.name, "/subscriptions");
  const [page, read, said] = useRead(async (path = `${all}?limit=20`) => (await get(path)).body, []);
  const change = (label, id, body, kind) => h(Action, { label, kind, writes: true, run: async () => {
    const { headers } = await send(body ? "PATCH" : "DELETE", `${all}/${id}`, body && JSON.stringify(body));
    await read();
    return headers.has("Webhook-Secret") && `The new secret, which is not shown again: ${headers.get("Webhook-Secret")}`;
  } });
  const subscribe = async ({ subscriber, ttl, options }) => {
    const { headers } = await send("POST", all, `{"subscriber":${JSON.stringify(subscriber)},"ttl":${ttl},"options":${options}}`);
    await read();
    return headers.has("Webhook-Secret") ? `The secret, which is not shown again: ${headers.get("Webhook-Secret")}` : "It is asked again.";
  };
  return [
    said,
    h(Table, {
      caption: "Subscriptions",
      heads: ["Subscriber", "State", "Ends in", "Options", "Do"],
      empty: "Nobody is told of new messages.",
      rows: page?.subscriptions.map(({ id, subscriber, confirmed, ttl, age, options, ...more }) => ({
        key: id,
        cells: [
          subscriber,
          confirmed ? "confirmed" : "not confirmed",
          span(ttl - age),
          h(Tree, { value: { ...options, ...more } }),
          row(
            h(Action, { label: "Ask again", writes: true, disabled: confirmed, run: () => subscribe({ subscriber, ttl, options: "{}" }) }),
            change("Renew for a day", id, { ttl: 86400 }),
            change("New secret", id, { rotate_secret: true }),
            change("Delete", id, undefined, "danger")),
        ],
      })),
    }),
    page && next(page) && page.subscriptions.length === 20 && h(Action, { label: "Next page", run: () => read(next(page)) }),
    h(Form, {
      head: "Subscribe",
      label: "Subscribe",
      fields: [
        ["subscriber", "Webhook, or mailto:", "", { required: true }],
        ["ttl", "Ttl in seconds", 86400, { type: "number" }],
        ["options", "Options", "{}", { rows: 3 }],
      ],
      run: subscribe,
    }),
    h(Post, { queue: queue.name, head: "Send a test, which workers that claim from this queue get, too", body: '{"test": true}' }),
  ];
}

/** Metadata as JSON; of what somebody changes in it, a PATCH is made. */
function Settings({ queue }) {
  const { name, metadata } = queue;
  return [
    metadata && h(Form, {
      key: JSON.stringify(metadata),
      label: "Change",
      fields: [["text", "Metadata", JSON.stringify(metadata, null, 2), { rows: 12 }]],
      run: async ({ text }) => {
        await send("PATCH", queuePath(name), patchOf(metadata, JSON.parse(text)), "application/openstack-messaging-v2.0-json-patch");
        await queue.readMetadata();
      },
    }),
    h(Share, { name }),
    h(Typed, { name, label: "Purge", run: () => send("POST", queuePath(name, "/purge"), '{"resource_types":["messages"]}').then(() => "It is empty.") }),
    h(Typed, { name, label: "Delete", run: () => send("DELETE", queuePath(name)).then(() => { location.hash = "#/queues"; }) }),
  ];
}

function patchOf(before, after) {
  const path = (key) => `/metadata/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
  const differ = (key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]);
  const gone = Object.keys(before).filter((key) => !(key in after)).map((key) => ({ op: "remove", path: path(key) }));
  const put = Object.keys(after).filter(differ).map((key) => ({ op: key in before ? "replace" : "add", path: path(key), value: after[key] }));
  return JSON.stringify([...gone, ...put]);
}

/** Signs a URL, for somebody without a token. */
const Share = ({ name }) => h(Form, {
  head: "Share",
  label: "Sign",
  fields: [
    ["path", "What", "messages", { options: ["messages", "claims", "subscriptions"] }],
    ["methods", "Methods, with commas between them", "GET"],
    ["hours", "Hours", 24, { type: "number", min: 1 }],
  ],
  run: async ({ path, methods, hours }) => {
    const expires = new Date(Date.now() + hours * 3600000).toISOString().slice(0, 19);
    const { body } = await send("POST", queuePath(name, "/share"), JSON.stringify({ paths: [path], methods: methods.split(","), expires }));
    const headers = { "X-Project-ID": body.project, "URL-Signature": body.signature };
    Object.assign(headers, { "URL-Paths": body.paths.join(), "URL-Methods": body.methods.join(), "URL-Expires": body.expires });
    return h("pre", { tabindex: 0 }, curlOf({ method: body.methods[0], path: body.paths[0] }, headers));
  },
});
