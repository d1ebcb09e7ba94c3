// Theme and reading size, taken at once. The links work without this; the server reads the same cookies.

const YEAR_SECONDS = 365 * 24 * 60 * 60;

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-choice]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const { choice, value } = link.dataset;
  document.documentElement.dataset[choice] = value;
  document.cookie = `${choice}=${value}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
  for (const other of document.querySelectorAll(`a[data-choice="${choice}"]`)) {
    if (other.dataset.value === value) other.setAttribute("aria-current", "true");
    else other.removeAttribute("aria-current");
  }
});
