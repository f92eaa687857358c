// SPDX-License-Identifier: Apache-2.0
// What views are made of. All text goes through h, which escapes it.
const { h, render } = preact;
const { useState, useEffect } = preactHooks;

const MOST_CHILDREN = 100;
const MOST_TEXT = 2000;

const row = (...children) => h("div", { class: "row" }, children);
const faint = (...children) => h("span", { class: "faint" }, children);
const title = (text) => h("h1", { tabindex: -1 }, text);
const fold = (head, ...children) => h("details", null, h("summary", null, head), children);
const number = (value) => value.toLocaleString("en");
const clock = (text) => new Date(text).toLocaleTimeString();

/** Of days, hours, minutes and seconds the two largest. */
function span(seconds) {
  const all = Math.max(0, Math.round(seconds));
  const parts = [[all / 86400, "d"], [(all / 3600) % 24, "h"], [(all / 60) % 60, "min"], [all % 60, "s"]];
  return parts.filter(([count]) => count >= 1).slice(0, 2).map(([count, unit]) => `${Math.floor(count)} ${unit}`).join(" ") || "0 s";
}

const left = (until) => span((Date.parse(until) - now()) / 1000);

/** What `read` gives, a way to read again, and what to say. */
function useRead(read) {
  const [value, setValue] = useState(null);
  const [again, , said] = useRun(async (...given) => setValue(await read(...given)));
  useEffect(() => { again(); }, []);
  return [value, again, said];
}

/** Does one thing at a time, and says what it gives or how it fails. */
function useRun(run) {
  const [said, say] = useState();
  const [isBusy, setBusy] = useState(false);
  async function act(...given) {
    setBusy(true);
    try {
      say(await run(...given));
    } catch (failure) {
      say(failure);
    }
    setBusy(false);
  }
  const note = said instanceof Error
    ? h("p", { class: "problem", role: "alert" }, said.message, " ", h("small", null, said.requestId))
    : said && h("div", { role: "status" }, said);
  return [act, isBusy, note];
}

function Action({ label, run, kind }) {
  const [act, isBusy, said] = useRun(run);
  return [h("button", { type: "button", class: kind, disabled: isBusy, onClick: () => act() }, label), said];
}

const looks = (label, run, kind) => h(Action, { label, run, kind });
/** Who may only read does not see what writes. */
const writes = (...given) => state.session.writes && looks(...given);
const danger = (label, run) => writes(label, run, "danger");
const copy = (label, text) => looks(label, async () => {
  await navigator.clipboard.writeText(await text());
  return "Copied";
});

/** A form of fields, [label, first value, attributes]; `run` gets the values. With a head, it is folded. */
const form = (label, fields, run, more) => h(Form, { label, fields, run, ...more });
const writingForm = (...given) => state.session.writes && form(...given);

function Form({ label, fields, run, head, kind = "main" }) {
  const [values, setValues] = useState(fields.map(([, first]) => first));
  const [act, isBusy, said] = useRun(() => run(...values));
  const whole = h("form", { class: "row", onSubmit: (event) => { event.preventDefault(); act(); } },
    fields.map(([text, first, more], i) => h(Field, { text, first, more, value: values[i], set: (value) => setValues(values.with(i, value)) })),
    h("button", { class: kind, disabled: isBusy }, label), said);
  return head ? fold(head, whole) : whole;
}

function Field({ text, first, value, set, more = {} }) {
  const isBox = typeof first === "boolean";
  const input = h(more.rows ? "textarea" : more.options ? "select" : "input", {
    type: isBox ? "checkbox" : typeof first === "number" ? "number" : "text",
    autocomplete: "off",
    spellcheck: false,
    ...more,
    [isBox ? "checked" : "value"]: value,
    onInput: ({ target }) => set(isBox ? target.checked : target.value),
  }, more.options?.map((option) => h("option", null, option)));
  return h("label", { class: isBox ? "box" : more.rows && "wide" }, isBox ? [input, text] : [text, input]);
}

/** Rows are {key, cells}; the key opens what is `more`. */
const table = (caption, heads, rows) => h(Table, { caption, heads, rows });

function Table({ caption, heads, rows }) {
  const [open, setOpen] = useState(null);
  if (!rows) return faint("Reading ...");
  if (!rows.length) return h("p", null, faint(caption, ": none."));
  const opener = (key) =>
    h("button", { type: "button", class: "id", "aria-expanded": open === key, onClick: () => setOpen(open === key ? null : key) }, key);
  return h("table", null,
    h("caption", null, caption),
    h("thead", null, h("tr", null, heads.map((head) => h("th", { scope: "col" }, head)))),
    h("tbody", null, rows.map(({ key, cells, more }) => [
      h("tr", { key }, (more ? [opener(key), ...cells] : cells).map((cell, i) => h("td", { "data-label": heads[i] }, h("div", null, cell)))),
      more && open === key && h("tr", { key: `${key} more` }, h("td", { colspan: heads.length }, more())),
    ])));
}

/** JSON to open and close; of what is long, the beginning. */
function Tree({ value, name }) {
  const entries = value !== null && typeof value === "object" ? Object.entries(value) : null;
  const [isOpen, setOpen] = useState(entries?.length <= 20);
  const label = name !== undefined && [h("b", null, name), ": "];
  if (!entries) {
    const text = JSON.stringify(value);
    return h("div", null, label, text.slice(0, MOST_TEXT), text.length > MOST_TEXT && faint(` ... ${number(text.length)} characters`));
  }
  const more = entries.length - MOST_CHILDREN;
  return h("details", { open: isOpen, onToggle: (event) => setOpen(event.currentTarget.open) },
    h("summary", null, label, Array.isArray(value) ? `[${entries.length}]` : `{${entries.length}}`),
    isOpen && entries.slice(0, MOST_CHILDREN).map(([key, child]) => h(Tree, { key, name: key, value: child })),
    isOpen && more > 0 && faint(`and ${number(more)} more`));
}

/** Values over time, [milliseconds, value]. With a head, it has its scales in words. */
function Plot({ head, points, label = head }) {
  const values = points.map(([, value]) => value);
  const [least, most, start] = [Math.min(0, ...values), Math.max(1, ...values), points[0]?.[0]];
  const time = points.at(-1)?.[0] - start || 1;
  const places = points.map(([at, value]) => [((at - start) / time) * 100, 29 - ((value - least) / (most - least)) * 28]);
  const scales = `${number(least)} to ${number(most)} in ${span(time / 1000)}`;
  return h("figure", null,
    head && h("figcaption", null, h("b", null, head), " ", scales),
    h("svg", { viewBox: "0 0 100 30", preserveAspectRatio: "none", role: "img", "aria-label": label }, h("polyline", { points: places.join(" ") })));
}
