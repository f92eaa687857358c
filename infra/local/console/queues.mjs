// SPDX-License-Identifier: Apache-2.0
// What is in queues before somebody looks at them. `ask` asks the API for a project.

export const post = (ask, queue, ...bodies) => ask("POST", `/v2/queues/${queue}/messages`, { messages: bodies.map((body) => ({ body, ttl: 3600 })) });

/** Two orders become dead letters, one is claimed, one is free. */
export async function trouble(ask) {
  await ask("PUT", "/v2/queues/letters", {});
  await ask("PUT", "/v2/queues/orders", { _max_claim_count: 1, _dead_letter_queue: "letters" });
  await post(ask, "orders", { order: 1 }, { order: 2 });
  const { messages } = await ask("POST", "/v2/queues/orders/claims", {});
  await ask("DELETE", `/v2/queues/orders/claims/${messages[0].href.split("claim_id=")[1]}`);
  await ask("POST", "/v2/queues/orders/claims", {});
  await post(ask, "orders", { order: 3 });
  await ask("POST", "/v2/queues/orders/claims", {});
  await post(ask, "orders", { order: 4 });
}
