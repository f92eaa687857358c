// SPDX-License-Identifier: Apache-2.0
// Queues, claims and deletes with a client that is made of infra/openapi.yaml: npm install && npm run demo [BASE_URL]
import { randomUUID } from "node:crypto";
import createClient from "openapi-fetch";
import type { paths } from "./zaqar.js";

const zaqar = createClient<paths>({ baseUrl: process.argv[2] ?? "http://127.0.0.1:8888" });
const header = { "Client-ID": randomUUID(), "X-Project-ID": process.argv[3] ?? "demo" };
const queue_name = "typescript-jobs";

const posted = await zaqar.POST("/v2/queues/{queue_name}/messages", {
  params: { header, path: { queue_name } },
  body: { messages: [{ body: { task: 1 } }, { body: { task: 2 }, ttl: 300 }] },
});
if (!posted.data) throw new Error(JSON.stringify(posted.error));
console.log("posted", posted.data.resources.length);

const claimed = await zaqar.POST("/v2/queues/{queue_name}/claims", {
  params: { header, path: { queue_name }, query: { limit: 10 } },
  body: { ttl: 300, grace: 60 },
});
if (claimed.error) throw new Error(JSON.stringify(claimed.error));
for (const message of claimed.data?.messages ?? []) {
  // The href holds the claim, which shows that the message may be deleted.
  const claim_id = new URLSearchParams(message.href.split("?")[1]).get("claim_id") ?? undefined;
  console.log("working on", JSON.stringify(message.body));
  const path = { queue_name, message_id: message.id };
  const deleted = await zaqar.DELETE("/v2/queues/{queue_name}/messages/{message_id}", { params: { header, path, query: { claim_id } } });
  if (deleted.error) throw new Error(JSON.stringify(deleted.error));
}

const stats = await zaqar.GET("/v2/queues/{queue_name}/stats", { params: { header, path: { queue_name } } });
console.log("left", stats.data?.messages.total);
