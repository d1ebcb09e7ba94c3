// Results without a new page: filters, orders and pages are fetched and exchanged, with history as it would be without.

import { showCopyButtons } from "./copying.js";
import { tell } from "./telling.js";

const PARTS = ["main", "footer", ".masthead nav"];
let shown = location.pathname + location.search;
let fetching = null;

const isResults = () => document.querySelector("main.results, main.empty[data-instant]");
const isPlain = (event) => event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);

function leadsToResults(address) {
  return address.origin === location.origin && address.pathname === "/search" && !address.searchParams.has("lang");
}

// Show `address`, as a new step of history unless `step` is false. y: where to scroll; null: stay.
export async function visit(address, { step = true, y = null } = {}) {
  fetching?.abort();
  fetching = new AbortController();
  document.querySelector("main").setAttribute("aria-busy", "true");
  let page;
  try {
    const answer = await fetch(address, { signal: fetching.signal });
    if (!answer.ok) throw new Error(answer.statusText);
    page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (PARTS.some((part) => !page.querySelector(part))) throw new Error("another kind of page");
  } catch (error) {
    if (error.name !== "AbortError") location.assign(address); // the browser knows how to say what is wrong
    return;
  }
  if (step) {
    history.replaceState({ y: scrollY }, "");
    history.pushState({ y: y ?? scrollY }, "", address);
  }
  exchange(page);
  shown = location.pathname + location.search;
  if (y !== null) scrollTo({ top: y, behavior: "instant" });
}

function exchange(page) {
  const focus = document.activeElement?.closest("main") && signature(document.activeElement);
  const wasOpen = document.querySelector("main .fold")?.open;
  for (const part of PARTS) document.querySelector(part).replaceWith(page.querySelector(part));
  document.title = page.title;
  for (const link of document.head.querySelectorAll("link:not([rel=stylesheet], [rel=icon])")) link.remove();
  document.head.append(...page.head.querySelectorAll("link:not([rel=stylesheet], [rel=icon])"));
  const asked = document.querySelector("#q");
  if (asked && document.activeElement !== asked) asked.value = page.querySelector("#q")?.value ?? "";
  const fold = document.querySelector("main .fold");
  if (fold && wasOpen) fold.open = true;
  showCopyButtons();
  if (focus) refocus(focus);
  tell(document.querySelector("h1")?.textContent ?? "");
}

// What tells a control from others across two versions of a page: where it stands, and what it says without figures.
const signature = (element) => [element.closest("section, nav, ul, form")?.className, words(element)].join("|");
const words = (element) => element.textContent.replace(/[\d,.\s]+$/, "").trim();

function refocus(wanted) {
  const same = [...document.querySelectorAll("main a, main button, main input")].find((e) => signature(e) === wanted);
  const target = same ?? document.querySelector("h1");
  if (!same) target.tabIndex = -1;
  target.focus({ preventScroll: true });
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("main a[href]");
  if (!link || event.defaultPrevented || !isPlain(event) || !isResults() || link.hasAttribute("download")) return;
  const address = new URL(link.getAttribute("href"), location);
  if (!leadsToResults(address)) return;
  event.preventDefault();
  visit(address, { y: link.closest(".pager") ? 0 : null });
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || !isResults() || new URL(form.action).pathname !== "/search") return;
  const address = new URL(form.action);
  for (const [name, value] of new FormData(form)) if (value) address.searchParams.append(name, value);
  event.preventDefault();
  visit(address, { y: form.closest("main") ? null : 0 });
});

addEventListener("popstate", (event) => {
  if (location.pathname + location.search === shown) return; // only the fragment has changed
  visit(location.href, { step: false, y: event.state?.y ?? 0 });
});
