// Comfort on the page of a speech: stepping without a new page, the place kept where the form of the text changes,
// passages to copy with their reference and to link to. Places are code points of a paragraph of the cleaned text.

import { said, tell } from "./telling.js";

const PLACE = "place";
const DONE_MS = 2000;
const prose = document.querySelector(".prose");
const stepper = document.querySelector(".stepper");
const isPlain = (event) => !(event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);

// ---- hits: a mark without a number goes on with the one before it ----

const hits = [];
for (const mark of document.querySelectorAll(".headline mark, .prose mark")) {
  if (mark.id) hits.push([mark]);
  else hits.at(-1)?.push(mark);
}

function stepTo(hit) {
  if (!stepper || hit < 1 || hit > hits.length) return;
  for (const mark of hits.flat()) mark.removeAttribute("aria-current");
  for (const mark of hits[hit - 1]) mark.setAttribute("aria-current", "true");
  stepper.querySelector(".count b").textContent = hit;
  const address = new URL(location);
  for (const link of stepper.querySelectorAll("[data-step]")) {
    const to = hit + Number(link.dataset.step);
    address.searchParams.set("hit", to);
    address.hash = `h${to}`;
    link.hidden = to < 1 || to > hits.length;
    link.href = address.href;
  }
  address.searchParams.set("hit", hit);
  address.hash = "";
  // Back leads to the results, not through every hit; the fragment goes by itself, so that it is the target too.
  history.replaceState(history.state, "", address);
  location.replace(`#h${hit}`);
  tell(stepper.querySelector(".count").textContent);
}

const hitHere = () => Number(stepper?.querySelector(".count b").textContent);

// ---- the place of the reader, kept from one form of the text to another ----

function keepPlace() {
  const seen = [...prose.querySelectorAll("p")].find((paragraph) => paragraph.getBoundingClientRect().bottom > 64);
  const top = seen?.getBoundingClientRect().top ?? 0;
  if (seen && top < innerHeight / 2) sessionStorage.setItem(PLACE, JSON.stringify({ id: seen.id, top }));
}

function findPlace() {
  const kept = JSON.parse(sessionStorage.getItem(PLACE) ?? "null");
  sessionStorage.removeItem(PLACE);
  const paragraph = kept && document.getElementById(kept.id);
  if (paragraph) scrollBy({ top: paragraph.getBoundingClientRect().top - kept.top, behavior: "instant" });
}

// ---- places in a paragraph: what the cleaned text has, without numbers, pinyin and what cleaning took away ----

function* pieces(paragraph) {
  const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  for (let at = 0; walker.nextNode(); ) {
    const node = walker.currentNode;
    if (node.parentElement.closest(".pn, rt, del, .bar")) continue;
    const characters = [...node.data];
    yield { node, at, characters };
    at += characters.length;
  }
}

function rangeOf(paragraph, start, end) {
  const range = new Range();
  let found = false;
  for (const { node, at, characters } of pieces(paragraph)) {
    const units = (place) => characters.slice(0, place - at).join("").length;
    const last = at + characters.length;
    if (start >= at && start < last) range.setStart(node, units(start));
    if (end > at && end <= last) found = true, range.setEnd(node, units(end));
  }
  return found ? range : null;
}

// What a selection has of a paragraph: its text, and where that begins and ends.
function partOf(paragraph, selection) {
  let text = "", start = null, end = 0;
  for (const { node, at, characters } of pieces(paragraph)) {
    if (!selection.intersectsNode(node)) continue;
    const from = node === selection.startContainer ? [...node.data.slice(0, selection.startOffset)].length : 0;
    const to = node === selection.endContainer ? [...node.data.slice(0, selection.endOffset)].length : characters.length;
    if (from >= to) continue;
    text += characters.slice(from, to).join("");
    start ??= at + from;
    end = at + to;
  }
  return { text, start, end };
}

function lightRange() {
  const [, number, start, end] = /^#p(\d+):(\d+)-(\d+)$/.exec(location.hash) ?? [];
  const paragraph = number && document.getElementById(`p${number}`);
  if (!paragraph || document.getElementById(location.hash.slice(1))) return;
  const range = rangeOf(paragraph, Number(start), Number(end));
  if (!range) return;
  if (globalThis.CSS?.highlights) CSS.highlights.set("cited", new Highlight(range));
  else getSelection().addRange(range);
  paragraph.scrollIntoView({ block: "center" });
}

// ---- copying: a bar at the end of the paragraph that was chosen, or in which a selection ends ----

const bar = document.createElement("span");
bar.className = "bar";
bar.lang = document.documentElement.lang;
let passage = null;

function button(label, text) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = label;
  made.addEventListener("click", () => copy(made, text()));
  return made;
}
bar.append(button(prose.dataset.copy, () => quotation(passage)), button(prose.dataset.link, () => passage.address));

async function copy(pressed, text) {
  await navigator.clipboard.writeText(text);
  tell(said.copied);
  const label = pressed.textContent;
  if (label === said.copied) return;
  pressed.textContent = said.copied;
  setTimeout(() => { pressed.textContent = label; }, DONE_MS);
}

const quotation = ({ text, place }) =>
  `“${text}”\n${prose.dataset.reference} ${prose.dataset.place.replace("%s", place)}.`;

function addressOf(fragment) {
  const address = new URL(document.querySelector("link[rel=canonical]")?.href ?? location.href);
  address.hash = fragment;
  return address.href;
}

function offer(paragraph, chosen) {
  passage = chosen;
  if (navigator.clipboard) paragraph.append(bar);
}

function offerParagraph(paragraph) {
  const text = [...pieces(paragraph)].map((piece) => piece.characters.join("")).join("").trim();
  offer(paragraph, { text, place: paragraph.id.slice(1), address: addressOf(paragraph.id) });
}

function offerSelection() {
  const selected = getSelection();
  if (selected.isCollapsed || !selected.rangeCount) return;
  const range = selected.getRangeAt(0);
  const chosen = [...prose.querySelectorAll("p")].filter((paragraph) => range.intersectsNode(paragraph));
  const parts = chosen.map((paragraph) => ({ paragraph, ...partOf(paragraph, range) })).filter((part) => part.text);
  if (!parts.length) return;
  const [first, last] = [parts[0], parts.at(-1)];
  const numbers = [...new Set([first, last].map((part) => part.paragraph.id.slice(1)))];
  const fragment = parts.length > 1 ? first.paragraph.id : `${first.paragraph.id}:${first.start}-${first.end}`;
  const text = parts.map((part) => part.text).join("\n");
  offer(last.paragraph, { text, place: numbers.join("–"), address: addressOf(fragment) });
}

function offerTarget() {
  const paragraph = document.getElementById(location.hash.slice(1))?.closest(".prose p");
  if (paragraph && location.hash.startsWith("#p")) offerParagraph(paragraph);
}

// ---- listeners ----

const KEYS = {
  n: () => stepTo(hitHere() + 1),
  p: () => stepTo(hitHere() - 1),
  c: () => {
    if (!bar.isConnected) offerParagraph(document.querySelector(".prose mark[aria-current]")?.closest("p") ?? prose.querySelector("p"));
    bar.querySelector("button")?.click();
  },
};

document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest?.("input, textarea, select, dialog");
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping || !KEYS[event.key]) return;
  event.preventDefault();
  KEYS[event.key]();
});

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-step], [data-switch] a");
  if (!link || !isPlain(event)) return;
  event.preventDefault();
  if (link.dataset.step) return stepTo(hitHere() + Number(link.dataset.step));
  keepPlace();
  const address = new URL(link.href);
  if (sessionStorage.getItem(PLACE)) address.hash = "";
  if (stepper) address.searchParams.set("hit", hitHere());
  location.replace(address);
});

let waiting = 0;
document.addEventListener("selectionchange", () => {
  clearTimeout(waiting);
  waiting = setTimeout(offerSelection, 200);
});
addEventListener("hashchange", () => { lightRange(); offerTarget(); });

findPlace();
lightRange();
offerTarget();
