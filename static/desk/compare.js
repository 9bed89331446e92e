// From change to change, by buttons and by the keys n and p.

const changes = [...document.querySelectorAll(".compared [data-change]")];
const jump = document.querySelector(".jump");
const keys = document.getElementById("keys");
let at = -1;

function go(step) {
  if (!changes.length) return;
  at = (at + step + changes.length) % changes.length;
  if (at < 0) at = 0;
  const change = changes[at];
  change.closest("details")?.setAttribute("open", "");
  change.tabIndex = -1;
  change.focus({ preventScroll: true });
  change.scrollIntoView({ block: "center" });
  jump.querySelector(".where").textContent = `${at + 1} / ${changes.length}`;
}

if (jump && changes.length) {
  jump.hidden = false;
  try { keys.checked = localStorage.getItem("compare-keys") !== "off"; } catch { /* without storage the keys stay on */ }
  keys.addEventListener("change", () => {
    try { localStorage.setItem("compare-keys", keys.checked ? "on" : "off"); } catch { /* as above */ }
  });
  jump.addEventListener("click", (event) => {
    const button = event.target.closest("[data-jump]");
    if (button) go(at < 0 && button.dataset.jump === "-1" ? 0 : Number(button.dataset.jump));
  });
  document.addEventListener("keydown", (event) => {
    if (!keys.checked || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input:not([type=checkbox]), select, textarea, [contenteditable]")) return;
    if (event.code === "KeyN" || event.key === "n") go(1);
    else if (event.code === "KeyP" || event.key === "p") go(at < 0 ? 0 : -1);
  });
}
