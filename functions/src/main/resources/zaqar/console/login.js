// SPDX-License-Identifier: Apache-2.0
// How somebody logs in, in each access mode.
/** Begins a session, if the service takes its headers. It finds out roles by what changes nothing. */
async function enter(headers, { admin_mode }) {
  const session = { headers };
  session.writes = await isAllowed("DELETE", "/v2/queues/console/messages/none", session);
  session.operates = admin_mode && (await isAllowed("GET", "/v2/pools?limit=1", session));
  Object.assign(state, { session, ended: false, refusal: null });
  draw();
}

const isAllowed = (method, path, session) => send(method, path, undefined, undefined, session).then(() => true, (refusal) => {
  if (refusal.status !== 403) throw refusal;
  return false;
});

function Login({ ways }) {
  const needed = { required: true };
  const hidden = { type: "password", required: true };
  const choose = () => form("Log in", [["Project", "demo", needed], ["Roles", "admin"]],
    (project, roles) => enter({ "X-Project-ID": project, ...(roles && { "X-Roles": roles }) }, ways));
  const paste = () => form("Log in", [[ways.mode === "keys" ? "Key" : "Token", "", hidden]], (token) => enter({ "X-Auth-Token": token.trim() }, ways));
  const person = [["User", "", needed], ["Password", "", hidden], ["Project", "", needed], ["Domain of both", "Default"]];
  return h("section", { class: "login" },
    title("Log in"),
    state.ended && h("p", { class: "problem", role: "alert" }, "The token is not valid, or not any more."),
    ways.mode === "jwt" && ways.oidc && looks(`Log in at ${new URL(ways.oidc.authorize).host}`, () => leave(ways.oidc), "main"),
    ways.mode === "none" ? choose() : paste(),
    ways.mode === "keystone" && form("Log in at Keystone", person, (...values) => askKeystone(ways, ...values)));
}

/** The password goes straight to Keystone, which has to allow this page by its settings for CORS. */
async function askKeystone(ways, user, password, project, domain) {
  const identity = { methods: ["password"], password: { user: { name: user, domain: { name: domain }, password } } };
  const scope = { project: { name: project, domain: { name: domain } } };
  const response = await ask(ways.tokens, JSON.stringify({ auth: { identity, scope } }), "application/json");
  const token = response.headers.get("X-Subject-Token");
  if (!token) throw new Error(`Keystone answers ${response.status}, and no token that this page may read`);
  await enter({ "X-Auth-Token": token }, ways);
}

const ask = (url, body, type) => fetch(url, { method: "POST", body, headers: { "Content-Type": type } }).catch(() => {
  throw new Error(`${new URL(url).host} cannot be reached, or does not allow this page to call it`);
});

const pageAddress = () => location.origin + location.pathname;

/** To the issuer, with what proves that whoever comes back is who left (PKCE, RFC 7636). */
async function leave({ client_id, authorize }) {
  const kept = { verifier: crypto.randomUUID() + crypto.randomUUID(), state: crypto.randomUUID(), view: location.hash };
  sessionStorage.setItem("login", JSON.stringify(kept));
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(kept.verifier));
  const base64url = btoa(String.fromCharCode(...new Uint8Array(digest))).replaceAll("+", "-").replaceAll("/", "_").replace("=", "");
  const proof = { code_challenge: base64url, code_challenge_method: "S256" };
  const asked = { client_id, redirect_uri: pageAddress(), response_type: "code", scope: "openid", state: kept.state, ...proof };
  location.assign(authorize + (authorize.includes("?") ? "&" : "?") + new URLSearchParams(asked));
}

/** Back from the issuer: its code becomes two tokens, of which the service takes one. */
async function comeBack(ways) {
  const answer = new URLSearchParams(location.search);
  const kept = JSON.parse(sessionStorage.getItem("login"));
  sessionStorage.removeItem("login");
  if (!ways.oidc || !kept || answer.get("state") !== kept.state) return;
  history.replaceState(null, "", location.pathname + kept.view);
  const { client_id, token } = ways.oidc;
  const form = { grant_type: "authorization_code", code: answer.get("code"), client_id, redirect_uri: pageAddress(), code_verifier: kept.verifier };
  const response = await ask(token, new URLSearchParams(form).toString(), "application/x-www-form-urlencoded");
  const { access_token, id_token } = await response.json();
  const enterWith = (text) => enter({ "X-Auth-Token": text }, ways);
  await enterWith(access_token).catch(() => enterWith(id_token));
}
