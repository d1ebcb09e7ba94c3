// What has changed, said to those who do not see it.

const status = document.querySelector("[role=status]");

export function tell(text) {
  if (!status) return;
  status.textContent = "";
  // A text that is put in at once after another is not read.
  setTimeout(() => { status.textContent = text; }, 50);
}

export const said = status?.dataset ?? {};
