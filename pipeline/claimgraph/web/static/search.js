// The search of pages that lie as files: over the index that lies beside them, in the page itself.
"use strict";

const MOST = 100;
const [KIND, LABEL, TEXT, ADDRESS, TYPES, STATUS, SOURCES, FIRST, LAST, WEIGHT] = Array(10).keys();
const ORDER = ["entity", "situation", "source", "claim"];
const STATUSES = ["asserted", "reported", "alleged", "denied", "negated", "hypothetical"];
const rows = window.claimgraphIndex || [];
const at = (id) => document.getElementById(id);

const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()
  .replace(/[\u2010-\u2014\u2212]/g, "-").replace(/\u2019/g, "'");

const add = (parent, name, text, kind) => {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  if (kind) made.className = kind;
  parent.append(made);
  return made;
};

const choices = (id, place) => {
  const all = new Set(rows.flatMap((row) => row[place].split(", ")).filter(Boolean));
  for (const one of [...all].sort()) add(at(id), "option", one).value = one;
};

const rank = (row, words) => row[KIND] === "claim" ? 3
  : row[TEXT].split("\n").includes(words) ? 0 : row[TEXT].includes(words) ? 1 : 2;

const found = () => {
  const words = folded(at("q").value).trim(), parts = words.split(/\s+/).filter(Boolean);
  const [kind, status, type] = ["kind", "status", "type"].map((id) => at(id).value);
  const kept = rows.filter((row) => parts.every((part) => row[TEXT].includes(part))
    && (!kind || row[KIND] === kind) && (!status || row[STATUS] === status)
    && (!type || row[TYPES].split(", ").includes(type)));
  return kept.map((row, place) => [rank(row, words), ORDER.indexOf(row[KIND]), -row[WEIGHT], place, row])
    .sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2] || a[3] - b[3]).map((one) => one[4]);
};

const shown = (row) => {
  const item = document.createElement("li"), hit = add(item, "p", "", "hit"), by = add(item, "p", "", "by");
  item.className = `a-${row[KIND]}`;
  const link = add(hit, row[ADDRESS] ? "a" : "span", row[LABEL]);
  if (row[ADDRESS]) link.href = row[ADDRESS];
  add(by, "span", row[KIND], "soft");
  by.append(` ${row[TYPES]} `);
  if (row[STATUS]) add(by, "span", row[STATUS], STATUSES.includes(row[STATUS]) ? `status ${row[STATUS]}` : "standing");
  if (row[FIRST]) by.append(` ${[...new Set([row[FIRST], row[LAST]])].join(" to ")}`);
  if (row[SOURCES]) by.append(` in ${row[SOURCES]}`);
  return item;
};

const show = () => {
  const asked = ["q", "kind", "status", "type"].some((id) => at(id).value.trim());
  at("found").hidden = !asked;
  at("register").hidden = asked;
  if (!asked) return;
  const all = found();
  at("count").textContent = `${all.length} result${all.length === 1 ? "" : "s"}`
    + (all.length > MOST ? `, the first ${MOST} shown` : "");
  at("hits").replaceChildren(...all.slice(0, MOST).map(shown));
};

choices("status", STATUS);
choices("type", TYPES);
const asked = new URLSearchParams(location.search);
for (const id of ["q", "kind", "status", "type"]) if (asked.get(id)) at(id).value = asked.get(id);
at("seek-form").hidden = false;
at("seek-form").addEventListener("input", show);
at("seek-form").addEventListener("submit", (event) => event.preventDefault());
show();
