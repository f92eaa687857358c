// SPDX-License-Identifier: Apache-2.0
// What people do at the console, and what the API says of it afterwards. Each test has a project of its own.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { after, test } from "node:test";
import { api, browser, NARROW, until, Visit, WIDE } from "./browser.mjs";
import { post, trouble } from "./queues.mjs";

const { BASE_URL } = process.env;
const TABS = ["messages", "claims", "letters", "subscriptions", "settings"];
const FAILED = new URL("../../../target/console-failed.png", import.meta.url).pathname;
let projects = 0;

after(() => browser.close());

/** A test with a page at `path`, in a project that `given` has filled. */
function visit(name, { given = async () => {}, ...how }, action) {
  test(name, async () => {
    const project = `p${++projects}`;
    const ask = (method, path, body) => api(method, path, body, project);
    await given(ask);
    const page = await Visit.of(project, how);
    try {
      await action(page, ask);
    } catch (failure) {
      await page.page.screenshot({ path: FAILED });
      console.error(name, page.complaints, page.requests);
      throw failure;
    }
    await page.end();
  });
}

/** A webhook that confirms, and answers what is no question with a status. */
async function confirmingReceiver(statusOf) {
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const part of request) text += part;
    const told = JSON.parse(text);
    const isQuestion = told.Message_Type === "SubscriptionConfirmation";
    response.writeHead(isQuestion ? 204 : statusOf()).end();
    if (isQuestion) {
      const headers = Object.fromEntries(Object.entries(told).filter(([name]) => /^(URL|X)-/.test(name)));
      const more = { "Client-ID": randomUUID(), "Content-Type": "application/json" };
      await fetch(told.WSGISubscribeURL, { method: "PUT", headers: { ...headers, ...more }, body: JSON.stringify(told.SubscribeBody) });
    }
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return { url: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}

const counts = async (ask, queue) => (await ask("GET", `/v2/queues/${queue}/stats`)).messages;
const list = async (ask, queue) => (await ask("GET", `/v2/queues/${queue}/messages?echo=true&include_claimed=true&include_delayed=true`)).messages;

test("a browser at / is led to the console, which says that nobody is asked for a token", async () => {
  const visit = await Visit.begin();
  await visit.page.goto(`${BASE_URL}/`);
  await visit.page.waitForURL("**/console/");
  await visit.sees("No token is asked for");
  await visit.isAccessible();
  await visit.end();
});

for (const [name, viewport] of Object.entries({ wide: WIDE, narrow: NARROW })) {
  for (const scheme of ["light", "dark"]) {
    visit(`views have no serious finding of axe: ${name}, ${scheme}`, { given: trouble, viewport, scheme }, async (page) => {
      await page.sees("dead letters of orders");
      await page.isAccessible();
      for (const tab of TABS) {
        await page.show(`queues/orders/${tab}`);
        if (tab === "messages") await page.row("order").getByRole("button").first().click();
        for (const summary of await page.page.locator("main > details > summary").all()) await summary.click();
        await page.isAccessible();
      }
    });
  }
}

visit("queues in trouble come first, and one can be created", { given: trouble }, async (page, ask) => {
  await page.sees("dead letters of orders");
  assert.match(await page.page.locator("tbody tr").first().innerText(), /letters/);
  await page.open("Create a queue");
  await page.fill("Name", "fresh");
  await page.fill("Metadata", '{"_default_message_ttl": 120}');
  await page.press("Create");
  await page.page.waitForURL("**/#/queues/fresh");
  await until("it is there", async () => (await ask("GET", "/v2/queues/fresh"))._default_message_ttl === 120);
});

visit("messages are posted, one or many, read, found and deleted", { path: "queues/q" }, async (page, ask) => {
  await page.open("Post to q");
  await page.fill("Body, as JSON", '{"n": 9007199254740993, "a": [1, null]}');
  await page.press("Post");
  await page.sees("Posted 1.");
  await page.fill("Body, as JSON", '"x"\n"y"');
  await page.page.getByLabel("A message of each line").check();
  await page.fill("Delay in seconds", "60");
  await page.press("Post");
  await page.sees("Posted 2.");
  assert.equal((await counts(ask, "q")).delayed, 2);
  await page.sees("delayed,");

  const { id } = (await list(ask, "q"))[0];
  await page.fill("Only the one with the id", id);
  await page.press("Read");
  await until("one is shown", async () => (await page.page.locator("tbody tr").count()) === 1);
  await page.press(id);
  await page.press("As it was sent");
  await page.sees('{"n": 9007199254740993, "a": [1, null]}');
  await page.press("Copy as curl");
  await page.sees("Copied");
  assert.match(await page.page.evaluate(() => navigator.clipboard.readText()), /^curl -i -X GET .*X-Project-ID/s);
  await page.press("Delete");
  await until("it is deleted", async () => (await counts(ask, "q")).total === 2);
});

visit("what is no JSON is not posted", { path: "queues/q" }, async (page, ask) => {
  await page.open("Post to q");
  await page.fill("Body, as JSON", "it's");
  await page.press("Post");
  await page.page.getByRole("alert").waitFor();
  assert.equal((await counts(ask, "q")).total, 0);
});

const SCRIPT = "<script>document.title = 'run'</script><img src=x onerror=\"document.title = 'run'\">";
visit("bodies stay text, also with a script or 256 KB", {
  path: "queues/q",
  given: async (ask) => { await post(ask, "q", SCRIPT, { [SCRIPT]: SCRIPT }); await post(ask, "q", "x".repeat(262000)); },
}, async (page, ask) => {
  const ids = (await list(ask, "q")).map(({ id }) => id);
  for (const id of ids) {
    await page.press(id);
    await page.press("As it was sent");
    await page.page.locator("main pre").waitFor();
    if (id === ids.at(-1)) await page.sees("262,002 characters");
    await page.press(id);
  }
  assert.equal(await page.page.title(), "Zaqar");
  assert.equal(await page.page.locator("main img, main script").count(), 0);
});

visit("new messages are followed from now on, until somebody stops", { path: "queues/q", given: (ask) => post(ask, "q", "before") }, async (page, ask) => {
  await page.sees("newest");
  await page.open("Follow new messages");
  await page.press("Follow for 10 minutes");
  await post(ask, "q", "after");
  const lines = page.page.locator("details tbody tr");
  await until("it comes", async () => (await lines.count()) === 1);
  assert.match(await lines.innerText(), /after/);
  await page.press("Stop");
  const asked = page.requests.filter((request) => request.includes("marker=")).length;
  await new Promise((done) => setTimeout(done, 3000));
  assert.equal(page.requests.filter((request) => request.includes("marker=")).length, asked);
});

visit("a stuck message is found, and freed", { given: trouble }, async (page, ask) => {
  await page.page.getByRole("link", { name: "orders", exact: true }).click();
  await page.row("claimed, 4 min").getByRole("button").click();
  await page.sees(/Held by claim \w+ until \d/);
  await page.press("Release its claim");
  await page.row("claimed, 4 min").waitFor({ state: "detached" });
  assert.equal((await counts(ask, "orders")).claimed, 0);
  await page.page.locator("dl div", { hasText: "claimed0" }).waitFor({ timeout: 3000 });
});

visit("a claim is made, seen until when, renewed and released", { path: "queues/q/claims", given: (ask) => post(ask, "q", 1, 2) }, async (page, ask) => {
  await page.sees("Claims: none.");
  await page.open("Claim messages");
  await page.fill("Ttl in seconds", "90");
  await page.press("Claim");
  await page.sees("Claimed 2.");
  assert.equal((await counts(ask, "q")).claimed, 2);
  await page.sees(/^1 min \d+ s$/);
  await page.press("Renew");
  await page.sees(/^(4 min \d+ s|5 min)$/);
  const id = (await list(ask, "q"))[0].href.split("claim_id=")[1];
  await page.press(id);
  await page.page.getByRole("button", { name: (await list(ask, "q"))[0].id }).click();
  await page.sees(`Held by claim ${id} until`);
  await page.press("Delete");
  await until("the claim has one less", async () => (await counts(ask, "q")).claimed === 1);
  await page.press("Release");
  await page.sees("Claims: none.");
  assert.deepEqual({ ...(await counts(ask, "q")), oldest: 0, newest: 0 }, { free: 1, claimed: 0, delayed: 0, total: 1, oldest: 0, newest: 0 });
});

visit("dead letters are seen by origin, edited as a copy, and sent back", { path: "queues/orders/letters", given: trouble }, async (page, ask) => {
  await page.sees("orders, max_claim_count");
  const [letter] = await list(ask, "letters");
  await page.press(letter.id);
  await page.press("Edit a copy");
  await page.fill("Body, as JSON", '{"order": "mended"}');
  await page.press("Post");
  await page.sees("Posted 1.");
  assert.ok((await list(ask, "orders")).some(({ body }) => body.order === "mended"));
  await page.press("Send them back");
  await page.sees("Moved 2.");
  assert.equal((await counts(ask, "letters")).total, 0);
  assert.equal((await counts(ask, "orders")).total, 5);
});

visit("somebody is subscribed, gets a new secret and more time, and goes", { path: "queues/q/subscriptions" }, async (page, ask) => {
  const subscriptions = async () => (await ask("GET", "/v2/queues/q/subscriptions")).subscriptions;
  await page.open("Subscribe");
  await page.fill("Webhook, or mailto:", "http://127.0.0.1:9/hook");
  await page.fill("Ttl in seconds", "3600");
  await page.press("Subscribe");
  await page.sees(/The secret, which is not shown again: whsec_/);
  await page.sees("not confirmed");
  const secrets = page.page.getByText(/The secret, which is not shown again: whsec_/);
  await page.press("New secret");
  await until("there is another", async () => new Set(await secrets.allInnerTexts()).size === 2);
  await page.press("Renew for a day");
  await until("it lasts", async () => (await subscriptions())[0].ttl === 86400);
  await page.press("Delete");
  await page.sees("Subscriptions: none.");
  assert.equal((await subscriptions()).length, 0);
});

visit("a subscription that fails says why, and a test says that it is mended", { path: "queues/q/subscriptions" }, async (page, ask) => {
  let status = 404;
  const receiver = await confirmingReceiver(() => status);
  try {
    await ask("POST", "/v2/queues/q/subscriptions", { subscriber: receiver.url, ttl: 3600 });
    await until("it is confirmed", async () => (await ask("GET", "/v2/queues/q/subscriptions")).subscriptions[0].confirmed);
    await post(ask, "q", 1);
    const delivery = async () => (await ask("GET", "/v2/queues/q/subscriptions?detailed=true")).subscriptions[0].delivery;
    await until("it fails", async () => (await delivery()).failing_since);
    await page.press("Read again");
    await page.sees(/Failing since .*: answered 404/);
    status = 204;
    await page.press("Send a test");
    await until("the test is over", async () => (await delivery()).last_test?.result);
    await page.press("Read again");
    await page.sees("Test: delivered");
    await page.sees(/Delivered \d/);
  } finally {
    receiver.close();
  }
});

visit("metadata is changed, messages shared, and the queue purged and deleted by its name", { path: "queues/q/settings", given: (ask) => post(ask, "q", 1) }, async (page, ask) => {
  const metadata = () => ask("GET", "/v2/queues/q");
  for (const [key, value] of [["_default_message_ttl", 600], ["_max_claim_count", 5], ["a/b", [1]]]) {
    await page.fill("Key of the metadata", key);
    await page.fill("JSON; nothing to remove it", JSON.stringify(value));
    await page.press("Change");
    await until(`${key} is changed`, async () => JSON.stringify((await metadata())[key]) === JSON.stringify(value));
  }
  await page.fill("JSON; nothing to remove it", "");
  await page.press("Change");
  await until("a/b is removed", async () => !("a/b" in (await metadata())));

  await page.open("Share");
  await page.press("Sign");
  const curl = await page.page.locator("main pre").innerText();
  const headers = Object.fromEntries([...curl.matchAll(/-H '([^:]+): ([^']+)'/g)].map(([, name, value]) => [name, value]));
  const shared = await fetch(BASE_URL + "/v2/queues/q/messages?echo=true", { headers: { ...headers, "X-Roles": "" } });
  assert.equal(shared.status, 200);

  await page.fill("Type q to purge", "p");
  await page.press("Purge");
  assert.equal((await counts(ask, "q")).total, 1);
  await page.fill("Type q to purge", "q");
  await page.press("Purge");
  await page.sees("It is empty.");
  assert.equal((await counts(ask, "q")).total, 0);
  await page.fill("Type q to delete", "q");
  await page.press("Delete");
  await page.page.waitForURL("**/#/queues");
  assert.deepEqual((await ask("GET", "/v2/queues")).queues, []);
});

visit("operators see pools, flavors and health", {
  path: "operators",
  given: async (ask) => {
    await ask("PUT", "/v2/pools/a", { weight: 0, uri: "dynamodb://zaqar-pool-a" });
    await ask("PUT", "/v2/flavors/fast", { pool_list: ["a"] });
  },
}, async (page, ask) => {
  await page.row("dynamodb://zaqar-pool-a").waitFor();
  await page.row("fast").waitFor();
  await page.press("Try all pools");
  await page.page.getByRole("columnheader", { name: "post_messages" }).waitFor();
  await page.sees("UndeliveredQueue");
  await page.isAccessible();
  await ask("DELETE", "/v2/flavors/fast");
  await ask("DELETE", "/v2/pools/a");
});

visit("who may only read sees no button that would be refused", { roles: "reader", refusals: true, given: trouble }, async (page) => {
  await page.sees("reads only");
  assert.equal(await page.page.getByRole("link", { name: "Operators" }).count(), 0);
  for (const tab of TABS) {
    await page.show(`queues/orders/${tab}`);
    await page.sees("newest");
    if (tab === "messages") await page.row("order").getByRole("button").first().click();
    assert.equal(await page.page.getByRole("button", { name: /Post|Claim|Release|Renew|Delete|Purge|Send|Edit|Subscribe|Change|Sign|Create/ }).count(), 0, tab);
  }
});

visit("ten thousand queues are read as far as somebody wants", {
  routes: (page) => page.route("**/v2/queues?*", (route) => {
    const url = new URL(route.request().url());
    const start = Number(url.searchParams.get("marker") ?? 0);
    const queues = Array.from({ length: 100 }, (_, i) => ({
      name: `queue-${String(start + i).padStart(5, "0")}`,
      href: "/",
      metadata: {},
      stats: { free: start + i, claimed: 0, delayed: 0, total: start + i, oldest: { age: start + i } },
    }));
    const links = start < 9900 ? [{ rel: "next", href: `/v2/queues?marker=${start + 100}` }] : [];
    return route.fulfill({ json: { queues, links } });
  }),
}, async (page) => {
  await page.sees("queue-00099");
  await page.press("Read ten more pages");
  await page.sees("200 of the 1,100 queues that were read");
  assert.match(await page.page.locator("tbody tr").first().innerText(), /queue-01099/);
  for (let i = 0; i < 9; i++) await page.press("Read ten more pages");
  await page.sees("200 of the 10,000 queues that were read");
  assert.equal(await page.page.locator("tbody tr").count(), 200);
});

visit("a 503 is said with the request's id, and asked again later each time", { path: "queues/q", refusals: true, given: (ask) => post(ask, "q", 1) }, async (page) => {
  await page.sees("newest");
  let refusals = 0;
  await page.page.route("**/stats", (route) => {
    refusals++;
    return route.fulfill({ status: 503, headers: { "X-Openstack-Request-Id": "req-of-a-503" }, json: { title: "Service temporarily unavailable", description: "Try again." } });
  });
  await page.page.getByText("By the clock").click();
  await page.sees("req-of-a-503");
  await page.sees("Last error: 503 Service temporarily unavailable: Try again.");
  await page.page.unroute("**/stats");
  await page.press("Read");
  assert.ok(refusals <= 2);
  assert.equal(await page.page.locator("tbody tr").count(), 1);
});

visit("a token that ends is asked for again, and what somebody wrote stays", { path: "queues/q", refusals: true }, async (page, ask) => {
  await page.open("Post to q");
  await page.fill("Body, as JSON", '"kept"');
  await page.page.route("**/v2/**", (route) => route.fulfill({ status: 401, json: { error: { code: 401, title: "Unauthorized", message: "Authentication required" } } }));
  await page.press("Post");
  await page.sees("The token is not valid, or not any more.");
  const asked = page.requests.length;
  await new Promise((done) => setTimeout(done, 6000));
  assert.equal(page.requests.length, asked, "nothing is asked without a token");
  await page.page.unroute("**/v2/**");
  await page.fill("Project", `p${projects}`);
  await page.press("Log in");
  await page.page.getByRole("heading", { name: "Log in" }).waitFor({ state: "detached" });
  await page.press("Post");
  await page.sees("Posted 1.");
  assert.equal((await list(ask, "q"))[0].body, "kept");
});

test("an issuer's token comes by its code and a proof, and is nowhere but in memory", async () => {
  const seen = {};
  const visit = await Visit.begin({
    routes: async (page) => {
      await page.route("**/login.json", (route) => route.fulfill({ json: { mode: "jwt", admin_mode: false,
        oidc: { client_id: "console", authorize: "https://login.example/authorize", token: "https://login.example/token" } } }));
      await page.route("https://login.example/authorize*", (route) => {
        seen.asked = new URL(route.request().url()).searchParams;
        return route.fulfill({ status: 302, headers: { Location: `${seen.asked.get("redirect_uri")}?code=c&state=${seen.asked.get("state")}` } });
      });
      await page.route("https://login.example/token", (route) => {
        seen.proof = new URLSearchParams(route.request().postData());
        return route.fulfill({ headers: { "Access-Control-Allow-Origin": "*" }, json: { access_token: "opaque", id_token: "signed" } });
      });
      await page.route("**/v2/**", (route) => {
        seen.token = route.request().headers()["x-auth-token"];
        if (seen.token === "opaque") return route.fulfill({ status: 401, json: {} });
        return route.continue({ headers: { ...route.request().headers(), "x-project-id": "p0", "x-roles": "admin" } });
      });
    },
    refusals: true,
  });
  await visit.page.goto(`${BASE_URL}/console/#/queues/q/claims`);
  await visit.press("Log in at login.example");
  await visit.sees("Claims: none.");
  assert.equal(visit.page.url(), `${BASE_URL}/console/#/queues/q/claims`);
  const digest = await crypto.subtle.digest("SHA-256", Buffer.from(seen.proof.get("code_verifier")));
  assert.equal(Buffer.from(digest).toString("base64url"), seen.asked.get("code_challenge"));
  assert.equal(seen.token, "signed");
  const kept = await visit.page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]));
  assert.equal(kept, '[{},{},""]');
  await visit.page.getByText("By the clock").click();
  assert.match(await visit.page.locator("footer pre").innerText(), /X-Auth-Token: \$TOKEN/);
  await visit.end();
});

test("a password goes to Keystone alone, and its token to the API", async () => {
  const seen = {};
  const visit = await Visit.begin({
    routes: async (page) => {
      await page.route("**/login.json", (route) => route.fulfill({ json: { mode: "keystone", tokens: "https://login.example/v3/auth/tokens", admin_mode: false } }));
      await page.route("https://login.example/v3/**", (route) => {
        seen.body = route.request().postDataJSON();
        const headers = { "Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "*", "Access-Control-Expose-Headers": "X-Subject-Token", "X-Subject-Token": "t" };
        return route.fulfill({ status: 201, headers, json: {} });
      });
      await page.route("**/v2/**", (route) => {
        seen.token = route.request().headers()["x-auth-token"];
        assert.doesNotMatch(route.request().postData() ?? "", /swordfish/);
        return route.continue({ headers: { ...route.request().headers(), "x-project-id": "p0", "x-roles": "admin" } });
      });
    },
  });
  await visit.page.goto(`${BASE_URL}/console/`);
  await visit.fill("User", "alice");
  await visit.fill("Password", "swordfish");
  await visit.fill("Project", "demo");
  await visit.press("Log in at Keystone");
  await visit.sees("Queues: none.");
  assert.equal(seen.body.auth.identity.password.user.password, "swordfish");
  assert.equal(seen.token, "t");
  await visit.end();
});

visit("opening a queue takes six requests at most, an idle one asks once in five seconds, a hidden one never", { given: trouble }, async (page) => {
  await page.sees("dead letters of orders");
  page.requests.length = 0;
  await page.show("queues/orders");
  await page.sees("newest");
  await new Promise((done) => setTimeout(done, 1500));
  assert.ok(page.requests.length <= 6, page.requests.join("\n"));
  page.requests.length = 0;
  await new Promise((done) => setTimeout(done, 11000));
  assert.ok(page.requests.length <= 3 && page.requests.length > 0, page.requests.join("\n"));
  await page.page.evaluate(() => {
    Object.defineProperty(document, "hidden", { value: true, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  page.requests.length = 0;
  await new Promise((done) => setTimeout(done, 6000));
  assert.deepEqual(page.requests, []);
});
