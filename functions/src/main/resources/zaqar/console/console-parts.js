// SPDX-License-Identifier: Apache-2.0
// What views are made of. All text goes through h, which escapes it.
"use strict";

const { h, render, Fragment } = preact;
const { useState, useEffect, useRef } = preactHooks;

const MOST_CHILDREN = 100;
const MOST_TEXT = 2000;

const row = (...children) => h("div", { class: "row" }, children);
const faint = (...children) => h("span", { class: "faint" }, children);
const title = (text) => h("h1", { tabindex: -1 }, text);
const number = (value) => value.toLocaleString("en");

/** Seconds in words: of days, hours, minutes and seconds the two largest. */
function span(seconds) {
  let rest = Math.max(0, Math.round(seconds));
  const words = [];
  for (const [length, unit] of [[86400, "d"], [3600, "h"], [60, "min"], [1, "s"]]) {
    if (rest >= length && words.length < 2) words.push(`${Math.floor(rest / length)} ${unit}`);
    rest %= length;
  }
  return words.join(" ") || "0 s";
}

/** Draws again when something was asked or answered. */
function useChanges() {
  const [, draw] = useState(0);
  useEffect(() => {
    const watcher = () => draw((n) => n + 1);
    watchers.add(watcher);
    return () => watchers.delete(watcher);
  }, []);
}

/** The service's time, in milliseconds, once a second. */
function useNow() {
  const [, draw] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => draw((n) => n + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  return Date.now() + state.ahead;
}

/** What `read` gives, and a way to read again; of what goes wrong, a sentence. */
function useRead(read, inputs) {
  const [value, setValue] = useState(null);
  const [again, , said] = useRun(async (...given) => { setValue(await read(...given)); });
  useEffect(() => { again(); }, inputs);
  return [value, again, said];
}

/** Does one thing at a time. What it gives is said, and how it fails, with the id by which the operator's log has it. */
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
  const isProblem = said instanceof Error;
  const text = isProblem ? [said.message, " ", h("small", null, said.requestId)] : said;
  return [act, isBusy, said && h("p", { class: isProblem ? "problem" : "said", role: isProblem ? "alert" : "status" }, text)];
}

/** A button. Who may only read does not see those that write. */
function Action({ label, run, writes, kind, disabled }) {
  const [act, isBusy, said] = useRun(run);
  if (writes && !state.session.writes) return null;
  return [h("button", { type: "button", class: kind, disabled: disabled || isBusy, onClick: () => act() }, label), said];
}

/** A form by its fields, [name, label, first value, attributes]; `run` gets the values. With a title, it can be closed. */
function Form({ fields, label, run, head, open, writes = true, kind = "main" }) {
  const [values, setValues] = useState(() => Object.fromEntries(fields.map(([name, , first]) => [name, first])));
  const [act, isBusy, said] = useRun(() => run(values));
  if (writes && !state.session.writes) return null;
  const set = (name, value) => setValues((before) => ({ ...before, [name]: value }));
  const submit = (event) => { event.preventDefault(); act(); };
  const form = h("form", { class: "row", onSubmit: submit },
    fields.map(([name, text, , more]) => h(Field, { key: name, text, value: values[name], set: (value) => set(name, value), more })),
    h("button", { class: kind, disabled: isBusy }, label), said);
  return head ? h("details", { open }, h("summary", null, head), form) : form;
}

function Field({ text, value, set, more = {} }) {
  const isBox = typeof value === "boolean";
  const input = h(more.rows ? "textarea" : more.options ? "select" : "input", {
    type: isBox ? "checkbox" : "text",
    autocomplete: "off",
    spellcheck: false,
    ...more,
    [isBox ? "checked" : "value"]: value,
    onInput: (event) => set(isBox ? event.target.checked : event.target.value),
  }, more.options?.map((option) => h("option", null, option)));
  return h("label", { class: isBox ? "box" : more.rows && "wide" }, isBox ? [input, text] : [text, input]);
}

/** What cannot be undone: the name has to be typed. */
const Typed = ({ name, label, run }) => h(Form, {
  fields: [["typed", `Type ${name} to ${label.toLowerCase()}`, "", { required: true, pattern: name.replaceAll(".", "\\.") }]],
  label, run, kind: "danger",
});

/** A table; on narrow screens each row is a card. Rows are {key, cells}, and open to `more` if that is there. */
function Table({ caption, heads, rows, empty = "Nothing here." }) {
  const [open, setOpen] = useState(null);
  if (!rows) return faint("Reading ...");
  if (!rows.length) return h("p", null, faint(empty));
  const opener = (key) => h("button", { type: "button", class: "id", "aria-expanded": open === key, onClick: () => setOpen(open === key ? null : key) }, key);
  return h("table", null,
    h("caption", null, caption),
    h("thead", null, h("tr", null, heads.map((head) => h("th", { scope: "col" }, head)))),
    h("tbody", null, rows.map(({ key, cells, more }) => [
      h("tr", { key }, [...(more ? [opener(key)] : []), ...cells].map((cell, i) => h("td", { "data-label": heads[i] }, h("div", null, cell)))),
      more && open === key && h("tr", { key: `${key} more` }, h("td", { colspan: heads.length }, more())),
    ])));
}

const Copy = ({ text, label = "Copy" }) => h(Action, { label, run: async () => {
  await navigator.clipboard.writeText(await text());
  return "Copied";
} });

/** JSON to open and close; of what is long, the beginning. */
function Tree({ value, name }) {
  const label = name !== undefined && [h("b", null, name), ": "];
  if (value !== null && typeof value === "object") return h(Branch, { value, label });
  const text = JSON.stringify(value);
  return h("div", { class: `leaf ${typeof value}` }, label, text.slice(0, MOST_TEXT), text.length > MOST_TEXT && faint(` ... ${number(text.length)} characters`));
}

function Branch({ value, label }) {
  const entries = Object.entries(value);
  const [isOpen, setOpen] = useState(entries.length <= 20);
  const more = entries.length - MOST_CHILDREN;
  return h("details", { open: isOpen, onToggle: (event) => setOpen(event.currentTarget.open) },
    h("summary", null, label, Array.isArray(value) ? `[${entries.length}]` : `{${entries.length}}`),
    isOpen && entries.slice(0, MOST_CHILDREN).map(([key, child]) => h(Tree, { key, name: key, value: child })),
    isOpen && more > 0 && faint(`and ${number(more)} more`));
}

/** A line of counts over time, without axes. */
function Spark({ counts, label }) {
  const most = Math.max(1, ...counts);
  const points = counts.map((count, i) => `${(i / Math.max(1, counts.length - 1)) * 80},${19 - (count / most) * 18}`);
  return h("svg", { class: "spark", viewBox: "0 0 80 20", role: "img", "aria-label": label }, h("polyline", { points: points.join(" ") }));
}

/** One series over time, [milliseconds, value], in the colours of the page. */
function Plot({ head, points }) {
  const place = useRef();
  const plot = useRef();
  const colour = (property) => () => getComputedStyle(place.current)[property];
  const data = [points.map(([time]) => time / 1000), points.map(([, value]) => value)];
  useEffect(() => {
    const axis = { stroke: colour("color"), grid: { stroke: colour("borderColor"), width: 1 }, ticks: { show: false }, font: "11px sans-serif" };
    const series = [{}, { stroke: colour("outlineColor"), width: 2, points: { show: false } }];
    const size = () => ({ width: place.current.clientWidth, height: 120 });
    const options = { cursor: { show: false }, legend: { show: false }, axes: [axis, { ...axis, size: 44 }], series };
    plot.current = new uPlot({ ...options, ...size() }, data, place.current);
    const resized = new ResizeObserver(() => plot.current.setSize(size()));
    resized.observe(place.current);
    return () => { resized.disconnect(); plot.current.destroy(); };
  }, []);
  useEffect(() => plot.current.setData(data), [points]);
  return h("figure", null,
    h("figcaption", null, head),
    h("div", { ref: place, class: "plot", role: "img", "aria-label": `${head}, the last of ${points.length} counts is ${points.at(-1)?.[1]}` }));
}
