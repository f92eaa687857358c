// SPDX-License-Identifier: Apache-2.0
// A browser that looks at the console, and a client that looks at the API behind it.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

const { BASE_URL, CHROMIUM, PACKAGES } = process.env;
const { chromium } = await import(`${PACKAGES}/playwright-core/index.mjs`);
const AXE = await readFile(`${PACKAGES}/axe-core/axe.min.js`, "utf8");
const SERIOUS = ["serious", "critical"];

/** What browsers say of answers above 399; tests that mean them say so. */
const REFUSED = /Failed to load resource/;

export const WIDE = { width: 1440, height: 900 };
export const NARROW = { width: 390, height: 844 };

// Those who run this as root, as in a container, have no sandbox.
export const browser = await chromium.launch({ executablePath: CHROMIUM, args: process.getuid() === 0 ? ["--no-sandbox"] : [] });

/** A machine that does much else is slow. */
const PATIENCE = 120000;

/** Asks the API itself, without the console. */
export async function api(method, path, body, project = "demo") {
  const headers = { "Client-ID": "3381af92-2b9e-11e3-b191-71861300734c", "X-Project-ID": project, "X-Roles": "admin" };
  const response = await fetch(BASE_URL + path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  const text = await response.text();
  assert.ok(response.ok, `${method} ${path} answers ${response.status} ${text}`);
  return text ? JSON.parse(text) : null;
}

/** A page of its own, and what it asked of the API. Whatever its browser complains of is an error at the end. */
export class Visit {
  static async begin({ viewport = WIDE, scheme = "light", refusals = false, routes = () => {} } = {}) {
    const context = await browser.newContext({ viewport, colorScheme: scheme, permissions: ["clipboard-read", "clipboard-write"] });
    const visit = new Visit();
    context.setDefaultTimeout(PATIENCE);
    Object.assign(visit, { context, page: await context.newPage(), complaints: [], requests: [] });
    visit.page.on("pageerror", (error) => visit.complaints.push(error.stack));
    visit.page.on("console", (message) => {
      if (["error", "warning"].includes(message.type()) && !(refusals && REFUSED.test(message.text()))) visit.complaints.push(message.text());
    });
    visit.page.on("request", (request) => request.url().includes("/v2/") && visit.requests.push(`${request.method()} ${request.url()}`));
    await routes(visit.page);
    return visit;
  }

  /** Opens the console, and logs in. */
  static async of(project, { roles = "admin", path = "queues", ...more } = {}) {
    const visit = await Visit.begin(more);
    await visit.page.goto(`${BASE_URL}/console/#/${path}`);
    await visit.fill("Project", project);
    await visit.fill("Roles", roles);
    await visit.press("Log in");
    await visit.page.getByRole("navigation", { name: "Views", exact: true }).waitFor();
    return visit;
  }

  async show(path) {
    await this.page.goto(`${BASE_URL}/console/#/${path}`);
    await this.page.waitForFunction(() => !document.body.innerText.includes("Reading ..."));
  }

  fill(label, value) {
    return this.page.getByLabel(label, { exact: true }).locator("visible=true").fill(value);
  }

  press(name, place = this.page) {
    return place.getByRole("button", { name, exact: true }).click();
  }

  open(summary) {
    return this.page.locator("summary", { hasText: summary }).first().click();
  }

  sees(text) {
    return this.page.getByText(text).first().waitFor();
  }

  row(text) {
    return this.page.getByRole("row").filter({ hasText: text }).first();
  }

  /** No serious finding of axe, and nothing that is wider than the screen. */
  async isAccessible() {
    await this.page.evaluate(AXE);
    const { violations } = await this.page.evaluate(() => globalThis.axe.run());
    const found = violations.filter(({ impact }) => SERIOUS.includes(impact));
    assert.deepEqual(found.map(({ id, nodes }) => `${id}: ${nodes[0].html}`), [], this.page.url());
    const [width, screen] = await this.page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    assert.ok(width <= screen, `${this.page.url()} is ${width} wide on ${screen}`);
  }

  async end() {
    await this.context.close();
    assert.deepEqual(this.complaints, []);
  }
}

/** Waits until something is so. */
export async function until(what, condition) {
  for (const end = Date.now() + PATIENCE; Date.now() < end; await new Promise((done) => setTimeout(done, 100))) {
    if (await condition()) return;
  }
  assert.fail(`${what} is not so after two minutes`);
}
