// Statements beside their text: from one to the other, by keys, and passages selected in the text.
import { passage } from "./selecting.js";

const text = document.querySelector(".body.marked");
const list = document.getElementById("statements");
const cards = () => [...list.querySelectorAll("[data-card]")].filter((card) => !card.closest("details:not([open])"));
const marks = (id) => [...text.querySelectorAll("mark[data-statements]")].filter((mark) => mark.dataset.statements.split(" ").includes(id));
const idOf = (card) => card.id.slice(2);

// --- One shows the other ---

function light(card) {
  for (const mark of text.querySelectorAll("mark.here")) mark.classList.remove("here");
  const here = card ? marks(idOf(card)) : [];
  for (const mark of here) mark.classList.add("here");
  // Only the text beside the list is moved; below each other the page stays where it is.
  const pane = text.parentElement;
  if (!here.length || pane.scrollHeight <= pane.clientHeight) return;
  const [place, box] = [here[0].getBoundingClientRect(), pane.getBoundingClientRect()];
  if (place.top < box.top + 40 || place.bottom > box.bottom - 40) pane.scrollTop += place.top - box.top - box.height / 3;
}

function go(card) {
  if (!card) return;
  card.focus({ preventScroll: true });
  card.scrollIntoView({ block: "nearest" });
}

list.addEventListener("focusin", (event) => light(event.target.closest("[data-card]")));
text.addEventListener("click", (event) => {
  const mark = event.target.closest("mark[data-statements]");
  if (mark && getSelection().isCollapsed) go(document.getElementById(`v-${mark.dataset.statements.split(" ")[0]}`));
});
text.addEventListener("click", (event) => {
  const link = event.target.closest("a.ref");
  if (!link) return;
  event.preventDefault();
  go(document.querySelector(link.hash));
});

// --- Keys ---

const keys = document.getElementById("st-keys");
const help = document.getElementById("keys-help");
const codes = { KeyJ: "j", KeyK: "k", KeyA: "a", KeyR: "r", KeyE: "e", KeyS: "s", KeyM: "m", KeyT: "t" };
if (keys) {
  try { keys.checked = localStorage.getItem("statement-keys") !== "off"; } catch { /* without storage the keys stay on */ }
  keys.addEventListener("change", () => {
    try { localStorage.setItem("statement-keys", keys.checked ? "on" : "off"); } catch { /* as above */ }
  });
}

function step(by) {
  const all = cards();
  const at = all.indexOf(document.activeElement?.closest("[data-card]"));
  if (at < 0) go(by > 0 ? all[0] : all.at(-1));
  else go(all[Math.max(0, Math.min(all.length - 1, at + by))]);
}

document.addEventListener("keydown", (event) => {
  if (!keys?.checked || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || event.repeat && event.code !== "KeyJ" && event.code !== "KeyK") return;
  if (event.target.closest?.("input:not([type=checkbox]), select, textarea, [contenteditable], dialog, [role=combobox]")) return;
  if (event.key === "?") {
    event.preventDefault();
    help.open = !help.open;
    if (help.open) help.querySelector("summary").focus();
    return;
  }
  const key = codes[event.code] ?? event.key;
  if (key === "j" || key === "k") {
    event.preventDefault();
    step(key === "j" ? 1 : -1);
    return;
  }
  const card = document.activeElement?.closest("[data-card]");
  const control = Object.values(codes).includes(key) && card?.querySelector(`[data-key="${key}"]`);
  if (!control) return;
  event.preventDefault();
  control.click();
  // A place in the text takes no focus: the keys go on from the statement.
  if (key === "t") card.focus({ preventScroll: true });
});

// --- Selecting words in the text ---

const form = document.querySelector("form[data-writing]");
const taker = document.createElement("button");
taker.type = "button";
taker.className = "button default take-here";
taker.hidden = true;
taker.textContent = form ? list.dataset.take : list.dataset.mark;
if (form || document.querySelector("a.say")) text.after(taker);
let chosen = null;

document.addEventListener("selectionchange", () => {
  const selection = getSelection();
  const range = selection.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : null;
  const found = range && text.contains(range.commonAncestorContainer) ? passage(range, text) : null;
  // A press on the button takes the selection away before the click arrives.
  if (!found && taker.matches(":focus, :active")) return;
  chosen = found;
  taker.hidden = !chosen;
  if (!chosen) return;
  const pane = text.parentElement;
  const [place, around] = [range.getBoundingClientRect(), pane.getBoundingClientRect()];
  taker.style.top = `${place.bottom - around.top + pane.scrollTop + 6}px`;
  taker.style.left = `${Math.max(0, Math.min(place.left - around.left, around.width - 190))}px`;
});
taker.addEventListener("pointerdown", (event) => event.preventDefault());
taker.addEventListener("click", () => {
  if (!chosen) return;
  if (!form) {
    location.assign(`${list.dataset.here}?start=${chosen.start}&end=${chosen.end}#write`);
    return;
  }
  for (const [name, value, hidden] of [["begins", chosen.start, "start"], ["ends", chosen.end, "end"]]) {
    const select = form.elements[name];
    if (![...select.options].some((option) => option.value === String(value))) {
      const shown = name === "begins" ? `${chosen.quote.slice(0, 60)}…` : `…${chosen.quote.slice(-60)}`;
      select.add(new Option(shown, value));
    }
    select.value = String(value);
    form.elements[hidden].value = value;
  }
  taker.hidden = true;
  list.querySelector(".st-said").textContent = chosen.quote;
  form.elements.begins.focus();
});

// --- Where the page was left ---

const target = location.hash.length > 1 ? document.getElementById(location.hash.slice(1)) : null;
if (form) (form.querySelector(".errors select, .errors input") ?? form.elements.begins).focus();
else if (target?.matches("[data-card]")) go(target);
else document.querySelector("form.st-form select")?.focus();
