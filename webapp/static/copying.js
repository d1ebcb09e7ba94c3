// Buttons that copy: <button data-copy="#id" hidden> copies the text of an element, data-copy="" the page's address.

import { said, tell } from "./telling.js";

const SHOWN_MS = 2000;

export function showCopyButtons(root = document) {
  if (!navigator.clipboard) return; // only on secure origins
  for (const button of root.querySelectorAll("button[data-copy][hidden]")) button.hidden = false;
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("button[data-copy]");
  if (!button || !navigator.clipboard) return;
  const source = button.dataset.copy && document.querySelector(button.dataset.copy);
  await navigator.clipboard.writeText(source ? source.textContent.trim() : location.href);
  const label = button.textContent;
  if (label === said.copied) return;
  button.textContent = said.copied;
  tell(said.copied);
  setTimeout(() => { button.textContent = label; }, SHOWN_MS);
});

showCopyButtons();
