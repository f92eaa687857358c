// SPDX-License-Identifier: Apache-2.0
// Who is told of new messages, and a queue's settings.

/** How deliveries go. */
const fate = ({ failing_since, failures, last_error, last_success, last_test }) => [
  failing_since && h("p", { class: "problem" }, `Failing since ${clock(failing_since)}, ${failures} times: ${last_error?.reason}`),
  last_success && h("p", null, `Delivered ${clock(last_success)}`),
  last_test && h("p", null, `Test: ${last_test.result ?? "under way"}`),
];

function Subscriptions({ queue: { name } }) {
  const all = queuePath(name, "/subscriptions");
  const [page, read, said] = useRead((path = `${all}?detailed=true&limit=20`) => get(path));
  const change = async (method, path, body) => {
    const { headers } = await send(method, path, body);
    await read();
    const secret = headers.get("Webhook-Secret");
    return secret && `The secret, which is not shown again: ${secret}`;
  };
  const subscribe = (subscriber, ttl, options = "{}") =>
    change("POST", all, `{"subscriber":${JSON.stringify(subscriber)},"ttl":${ttl},"options":${options}}`);
  const rows = page?.subscriptions.map(({ id, source, subscriber, confirmed, ttl, age, options, ...more }) => ({
    key: id,
    cells: [
      subscriber,
      [confirmed ? "confirmed" : "not confirmed", fate(more.delivery)],
      span(ttl - age),
      h(Tree, { value: { ...options, ...more } }),
      row(
        !confirmed && writes("Ask again", () => subscribe(subscriber, ttl)),
        confirmed && writes("Send a test", () => change("POST", `${all}/${id}/test`)),
        writes("Renew for a day", () => change("PATCH", `${all}/${id}`, '{"ttl":86400}')),
        writes("New secret", () => change("PATCH", `${all}/${id}`, '{"rotate_secret":true}')),
        danger("Delete", () => change("DELETE", `${all}/${id}`))),
    ],
  }));
  return [
    said,
    table("Subscriptions", ["Subscriber", "State", "Ends in", "Options", "Do"], rows),
    page?.subscriptions.length === 20 && looks("Next page", () => read(next(page))),
    writingForm("Subscribe", [["Webhook, or mailto:", "", { required: true }], ["Ttl in seconds", 86400], ["Options", "{}", { rows: 3 }]], subscribe, { head: "Subscribe" }),
    looks("Read again", () => read()),
  ];
}

function Settings({ queue: { name, metadata, readMetadata } }) {
  const typed = (label, run) =>
    writingForm(label, [[`Type ${name} to ${label.toLowerCase()}`, "", { required: true, pattern: name }]], run, { kind: "danger" });
  return [
    metadata && h(Tree, { value: metadata }),
    writingForm("Change", [["Key of the metadata", "", { required: true }], ["JSON; nothing to remove it", ""]], async (key, value) => {
      const path = JSON.stringify(`/metadata/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`);
      const change = value ? `[{"op":"add","path":${path},"value":${value}}]` : `[{"op":"remove","path":${path}}]`;
      await send("PATCH", queuePath(name), change, "application/openstack-messaging-v2.0-json-patch");
      await readMetadata();
    }),
    share(name),
    typed("Purge", () => send("POST", queuePath(name, "/purge"), '{"resource_types":["messages"]}').then(() => "It is empty.")),
    typed("Delete", async () => {
      await send("DELETE", queuePath(name));
      location.hash = "#/queues";
    }),
  ];
}

/** Signs a URL, for somebody without a token. */
const share = (name) => writingForm("Sign", [
  ["What", "messages", { options: ["messages", "claims", "subscriptions"] }],
  ["Methods, with commas between them", "GET"],
  ["Hours", 24, { min: 1 }],
], async (path, methods, hours) => {
  const expires = new Date(now() + hours * 3600000).toISOString().slice(0, 19);
  const { body } = await send("POST", queuePath(name, "/share"), JSON.stringify({ paths: [path], methods: methods.split(","), expires }));
  const headers = { "X-Project-ID": body.project };
  ["Signature", "Paths", "Methods", "Expires"].forEach((part) => { headers[`URL-${part}`] = String(body[part.toLowerCase()]); });
  return h("pre", { tabindex: 0 }, curlOf({ method: body.methods[0], path: body.paths[0] }, headers));
}, { head: "Share" });
