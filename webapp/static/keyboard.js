// Keys: / to the question, ? for this list, j and k from hit to hit. Not while something is typed.

const isTyping = (target) => target.closest?.("input, textarea, select, [contenteditable]");

function step(by) {
  const links = [...document.querySelectorAll(".hits .title a")];
  if (!links.length) return;
  const here = links.indexOf(document.activeElement);
  const next = links[Math.min(Math.max(here + by, 0), links.length - 1)];
  next.focus();
  next.closest("li").scrollIntoView({ block: "nearest" });
}

const KEYS = {
  "/": () => {
    const asked = document.querySelector("#q");
    asked?.focus();
    asked?.select();
  },
  "?": () => document.querySelector("dialog.keys")?.showModal(),
  j: () => step(1),
  k: () => step(-1),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target)) return;
  const act = KEYS[event.key];
  if (!act || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  act();
});

// A click beside the dialog closes it.
document.addEventListener("click", (event) => {
  if (event.target.matches?.("dialog.keys[open]")) event.target.close();
});
