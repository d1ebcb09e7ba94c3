// The question as a combobox (ARIA 1.2): suggestions while one types. Without them it is a field like any other.

import { said, tell } from "./telling.js";

const WAIT_MS = 120;
const answers = new Map();
let waiting = 0;
let typed = ""; // what the reader wrote, while the arrows put suggestions in the field

const isAsked = (element) => element?.matches?.("input#q");
const listOf = (input) => input.form.querySelector("[role=listbox]");
const options = (list) => [...list.querySelectorAll("[role=option]")];

function makeList(input) {
  const list = document.createElement("ul");
  list.id = "suggestions";
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", said.suggestions ?? "");
  input.form.append(list);
  const states = { role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" };
  for (const [name, value] of Object.entries(states)) input.setAttribute(name, value);
  return list;
}

function close(input) {
  const list = listOf(input);
  if (!list) return;
  list.hidden = true;
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}

async function ask(text) {
  if (!answers.has(text)) {
    const answer = await fetch(`/api/suggest?${new URLSearchParams({ q: text })}`);
    if (!answer.ok) return [];
    const { suggestions = [] } = await answer.json();
    answers.set(text, suggestions);
  }
  return answers.get(text);
}

async function suggest(input) {
  const text = input.value;
  const found = text.trim() ? await ask(text) : [];
  if (input.value !== text || document.activeElement !== input) return; // it was typed on meanwhile
  const list = listOf(input) ?? makeList(input);
  list.replaceChildren(...found.map(option));
  list.hidden = !found.length;
  input.setAttribute("aria-expanded", String(!!found.length));
  input.removeAttribute("aria-activedescendant");
  if (found.length) tell(`${found.length} ${said.suggestions ?? ""}`);
}

function option(suggestion, place) {
  const item = document.createElement("li");
  item.id = `suggestion-${place}`;
  item.dataset.query = suggestion.query;
  if (suggestion.id) item.dataset.href = `/speech/?${new URLSearchParams({ id: suggestion.id })}`;
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", "false");
  const words = document.createElement("span");
  words.textContent = suggestion.text;
  words.lang = "zh";
  const about = document.createElement("b");
  about.textContent = `${said[suggestion.kind] ?? ""} ${suggestion.speeches.toLocaleString(document.documentElement.lang)}`;
  item.append(words, " ", about);
  return item;
}

function move(input, by) {
  const list = listOf(input);
  if (!list || list.hidden) return false;
  const all = options(list);
  const here = all.findIndex((item) => item.getAttribute("aria-selected") === "true");
  const next = here < 0 && by < 0 ? all.length - 1 : here + by;
  if (here < 0) typed = input.value;
  all.forEach((item, place) => item.setAttribute("aria-selected", String(place === next)));
  if (all[next]) {
    input.setAttribute("aria-activedescendant", all[next].id);
    all[next].scrollIntoView({ block: "nearest" });
  } else input.removeAttribute("aria-activedescendant");
  input.value = all[next]?.dataset.query ?? typed;
  return true;
}

document.addEventListener("input", (event) => {
  if (!isAsked(event.target) || event.isComposing) return;
  clearTimeout(waiting);
  waiting = setTimeout(suggest, WAIT_MS, event.target);
});

document.addEventListener("compositionend", (event) => {
  if (isAsked(event.target)) waiting = setTimeout(suggest, WAIT_MS, event.target);
});

document.addEventListener("keydown", (event) => {
  const input = event.target;
  if (!isAsked(input) || event.isComposing) return;
  if (event.key === "ArrowDown" && move(input, 1)) event.preventDefault();
  if (event.key === "ArrowUp" && move(input, -1)) event.preventDefault();
  if (event.key === "Enter") {
    const chosen = input.form.querySelector("[aria-selected=true][data-href]");
    if (chosen) event.preventDefault();
    if (chosen) location.assign(chosen.dataset.href); // a title is one speech
    close(input);
  }
  if (event.key === "Escape" && listOf(input)?.hidden === false) {
    event.preventDefault();
    if (input.getAttribute("aria-activedescendant")) input.value = typed;
    close(input);
  }
});

document.addEventListener("pointerdown", (event) => {
  const item = event.target.closest?.(".suggestions [role=option]");
  if (!item) return;
  event.preventDefault(); // the field keeps the focus
  if (item.dataset.href) return location.assign(item.dataset.href);
  const form = item.closest("form");
  form.querySelector("#q").value = item.dataset.query;
  close(form.querySelector("#q"));
  form.requestSubmit();
});

document.addEventListener("focusout", (event) => {
  if (isAsked(event.target)) close(event.target);
});
