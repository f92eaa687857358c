// SPDX-License-Identifier: Apache-2.0
// How somebody logs in, in each access mode. What is kept over a way to an issuer and back is no token.
"use strict";

/** Makes a session of headers, if the service takes them. Roles it finds out by asking for what changes nothing. */
async function enter(headers, hasOperators) {
  const session = { headers };
  session.writes = await isAllowed("DELETE", "/v2/queues/console/messages/none", session);
  session.operates = hasOperators && (await isAllowed("GET", "/v2/pools?limit=1", session));
  Object.assign(state, { session, ended: false, refusal: null });
  document.dispatchEvent(new Event("login"));
  changed();
}

async function isAllowed(method, path, session) {
  try {
    await send(method, path, undefined, undefined, session);
    return true;
  } catch (refusal) {
    if (refusal.status !== 403) throw refusal;
    return false;
  }
}

function Login({ ways }) {
  const paste = h(Form, {
    writes: false,
    label: "Log in",
    fields: [["token", ways.mode === "keys" ? "Key" : "Token", "", { type: "password", required: true }]],
    run: ({ token }) => enter({ "X-Auth-Token": token.trim() }, ways.admin_mode),
  });
  return h("section", { class: "login" },
    title("Log in"),
    state.ended && h("p", { class: "problem", role: "alert" }, "The token is not valid, or not any more."),
    ways.mode === "jwt" && ways.oidc && h(Action, { label: `Log in at ${new URL(ways.oidc.authorize).host}`, kind: "main", run: () => leave(ways.oidc) }),
    ways.mode === "none" ? h(WithoutToken, { ways }) : paste,
    ways.mode === "keystone" && h(WithPassword, { ways }));
}

const WithoutToken = ({ ways }) => h(Form, {
  writes: false,
  label: "Log in",
  fields: [["project", "Project", "demo", { required: true }], ["roles", "Roles", "admin"]],
  run: ({ project, roles }) => enter({ "X-Project-ID": project, ...(roles && { "X-Roles": roles }) }, ways.admin_mode),
});

/** The password goes straight to Keystone, which has to allow this page by its settings for CORS. */
const WithPassword = ({ ways }) => h(Form, {
  writes: false,
  label: "Log in at Keystone",
  fields: [
    ["user", "User", ""],
    ["password", "Password", "", { type: "password" }],
    ["domain", "Domain of the user", "Default"],
    ["project", "Project", ""],
    ["projectDomain", "Domain of the project", "Default"],
  ],
  run: async ({ user, password, domain, project, projectDomain }) => {
    const identity = { methods: ["password"], password: { user: { name: user, domain: { name: domain }, password } } };
    const scope = { project: { name: project, domain: { name: projectDomain } } };
    const response = await post(ways.tokens, JSON.stringify({ auth: { identity, scope } }), "application/json");
    const token = response.headers.get("X-Subject-Token");
    if (!token) throw new Error(`Keystone answers ${response.status}, and no token that this page may read`);
    await enter({ "X-Auth-Token": token }, ways.admin_mode);
  },
});

async function post(url, body, type) {
  try {
    return await fetch(url, { method: "POST", body, headers: { "Content-Type": type } });
  } catch {
    throw new Error(`${new URL(url).host} cannot be reached, or does not allow this page to call it`);
  }
}

const base64url = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
const secret = () => base64url(crypto.getRandomValues(new Uint8Array(32)));
const pageAddress = () => location.origin + location.pathname;

/** To the issuer, with what proves that whoever comes back is who left (PKCE, RFC 7636). */
async function leave({ client_id, authorize }) {
  const kept = { verifier: secret(), state: secret(), view: location.hash };
  sessionStorage.setItem("login", JSON.stringify(kept));
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(kept.verifier));
  const url = new URL(authorize);
  const asked = { client_id, redirect_uri: pageAddress(), response_type: "code", scope: "openid", state: kept.state };
  Object.assign(asked, { code_challenge: base64url(digest), code_challenge_method: "S256" });
  Object.entries(asked).forEach(([name, value]) => url.searchParams.set(name, value));
  location.assign(url);
}

/** Back from the issuer: its code becomes a token, and leaves the address. */
async function comeBack({ oidc, audience, admin_mode }) {
  const answer = new URLSearchParams(location.search);
  const kept = JSON.parse(sessionStorage.getItem("login"));
  sessionStorage.removeItem("login");
  if (!oidc || !kept || answer.get("state") !== kept.state) return;
  history.replaceState(null, "", location.pathname + kept.view);
  const form = new URLSearchParams({ grant_type: "authorization_code", code: answer.get("code"), client_id: oidc.client_id });
  form.set("redirect_uri", pageAddress());
  form.set("code_verifier", kept.verifier);
  const response = await post(oidc.token, form.toString(), "application/x-www-form-urlencoded");
  const { access_token, id_token } = await response.json();
  await enter({ "X-Auth-Token": isFor(audience, access_token) ? access_token : id_token }, admin_mode);
}

/** Which of the issuer's two tokens is the one that the service takes. */
function isFor(audience, token) {
  try {
    return [JSON.parse(atob(token.split(".")[1].replace(/-/g, "+").replace(/_/g, "/"))).aud].flat().includes(audience);
  } catch {
    return false;
  }
}
