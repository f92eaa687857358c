// SPDX-License-Identifier: Apache-2.0
// Takes the pictures of the documents, into the folder that it is given: queues with something in them, and how they look.
import { api, browser, NARROW, Visit, WIDE } from "./browser.mjs";
import { post, trouble } from "./queues.mjs";

const [folder] = process.argv.slice(2);
const ask = (method, path, body) => api(method, path, body, "demo");
const wait = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

await trouble(ask);
await post(ask, "mail", "welcome");
const wide = await Visit.of("demo", { viewport: { ...WIDE, height: 560 } });
const narrow = await Visit.of("demo", { viewport: NARROW, scheme: "dark" });
const narrowClaims = await Visit.of("demo", { viewport: NARROW, scheme: "dark", path: "queues/orders/claims" });
const queue = await Visit.of("demo", { viewport: { ...WIDE, height: 720 }, path: "queues/orders" });
for (let i = 5; i < 30; i++) {
  await post(ask, "orders", { order: i, items: [{ sku: `a-${i}`, count: 1 }] });
  if (i % 3 === 0) await post(ask, "mail", `invoice ${i}`);
  await wait(i % 4);
}
await wide.page.screenshot({ path: `${folder}/console-queues.png` });
await queue.press("Read");
await queue.row("claimed").getByRole("button").first().click();
await queue.page.screenshot({ path: `${folder}/console-messages.png` });
await queue.show("queues/orders/letters");
await queue.page.screenshot({ path: `${folder}/console-letters.png` });

await narrow.page.screenshot({ path: `${folder}/console-queues-narrow.png` });
await narrowClaims.page.getByRole("heading").first().evaluate((heading) => heading.scrollIntoView());
await narrowClaims.page.screenshot({ path: `${folder}/console-claims-narrow.png` });
await browser.close();
