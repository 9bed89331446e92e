// Comments beside a text: choosing a passage, sending without leaving the page, and the way from one to the other.
import { passage } from "./selecting.js";

const text = document.querySelector(".body.commented");
const panel = () => document.getElementById("threads");

// Shows a passage without touching the markup, where the browser can; without a range it shows none.
function point(range) {
  if (!globalThis.Highlight || !CSS.highlights) return;
  if (range) CSS.highlights.set("passage", new Highlight(range));
  else CSS.highlights.delete("passage");
}

function choose(chosen) {
  const form = document.getElementById("say");
  if (!form) return;
  form.elements.start.value = chosen ? chosen.start : "";
  form.elements.end.value = chosen ? chosen.end : "";
  const shown = form.querySelector(".chosen");
  shown.textContent = chosen ? chosen.quote : "";
  shown.hidden = !chosen;
  form.querySelector(".of-passage").hidden = !chosen;
  form.querySelector(".of-whole").hidden = Boolean(chosen);
  form.querySelector(".whole").hidden = !chosen;
  point(chosen?.range);
  form.elements.text.focus();
  form.scrollIntoView({ block: "nearest" });
}

// --- Reading: select, or take a paragraph ---

let back = null;

if (text && document.getElementById("say")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button say-here";
  button.hidden = true;
  button.textContent = document.querySelector(".say-form button[type=submit]").textContent;
  text.after(button);
  let chosen = null;
  document.addEventListener("selectionchange", () => {
    const selection = getSelection();
    const range = selection.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : null;
    const found = range && text.contains(range.commonAncestorContainer) ? passage(range, text) : null;
    // A press on the button takes the selection away before the click arrives.
    if (!found && button.matches(":focus, :active")) return;
    chosen = found && { ...found, range: range.cloneRange() };
    button.hidden = !chosen;
    if (!chosen) return;
    const place = range.getBoundingClientRect();
    const around = text.parentElement.getBoundingClientRect();
    button.style.top = `${place.bottom - around.top + 6}px`;
    button.style.left = `${Math.max(0, Math.min(place.left - around.left, around.width - 130))}px`;
  });
  button.addEventListener("pointerdown", (event) => event.preventDefault());
  button.addEventListener("click", () => {
    back = text;
    button.hidden = true;
    choose(chosen);
  });
  text.addEventListener("click", (event) => {
    const link = event.target.closest("a.say");
    if (link) {
      event.preventDefault();
      back = link;
      const range = document.createRange();
      range.selectNodeContents(text);
      const { start, end } = link.dataset;
      const pieces = [...text.querySelectorAll("[data-at]")].filter((piece) => Number(piece.dataset.at) >= start && Number(piece.dataset.at) < end);
      range.setStartBefore(pieces[0]);
      range.setEndAfter(pieces.at(-1));
      choose({ start, end, quote: passage(range, text)?.quote ?? "", range });
      return;
    }
    const mark = event.target.closest("mark[data-threads]");
    if (mark && getSelection().isCollapsed) document.getElementById(`t-${mark.dataset.threads.split(" ")[0]}`)?.focus();
  });
}

// --- Sending, without leaving the page ---

class Refusal extends Error {}

async function send(form) {
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form), credentials: "same-origin" });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById("threads");
  if (!answer.ok || !fresh) {
    const why = page.querySelector(".errornote");
    // Without a reason the answer is some other page, such as that to sign in.
    throw new Refusal(why ? why.textContent.trim().replace(/\s+/g, " ") : panel().dataset.failed);
  }
  // Answers begun in other threads stay.
  const typed = [...panel().querySelectorAll("textarea")].filter((area) => area.form !== form && area.value);
  panel().replaceWith(document.adoptNode(fresh));
  for (const area of typed) {
    const again = document.getElementById(area.id);
    if (!again) continue;
    again.value = area.value;
    again.closest("details")?.setAttribute("open", "");
  }
  const body = page.querySelector(".body.commented");
  point(null);
  if (text && body) text.replaceChildren(...body.childNodes);
  const said = page.querySelector(".messagelist");
  panel().querySelector(".said").textContent = said ? said.textContent.trim() : "";
  unhide();
  const thread = form.elements.thread?.value ? document.getElementById(`t-${form.elements.thread.value}`) : null;
  (thread ?? panel()).focus();
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.closest("#threads")) return;
  event.preventDefault();
  const pressed = form.querySelector("[type=submit]");
  pressed.disabled = true;
  send(form).catch((error) => {
    pressed.disabled = false;
    panel().querySelector(".said").textContent = error instanceof Refusal ? error.message : panel().dataset.failed;
  });
});

document.addEventListener("click", (event) => {
  if (event.target.closest("#say .whole")) {
    event.preventDefault();
    choose(null);
  }
  const shower = event.target.closest("[data-quote]");
  if (shower) showInEditor(shower.dataset.quote);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !event.target.closest?.("#say") || !back) return;
  const from = back;
  back = null;
  if (from === text) { text.tabIndex = -1; }
  from.focus();
});

// --- Writing: the passage in the editor ---

function showInEditor(quote) {
  const editor = document.querySelector(".ProseMirror[contenteditable]");
  if (!editor) return;
  const walker = document.createTreeWalker(editor, NodeFilter.SHOW_TEXT);
  const places = [];
  let whole = "";
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (let at = 0; at < node.data.length; at += 1) {
      if (/\s/.test(node.data[at])) continue;
      whole += node.data[at];
      places.push([node, at]);
    }
  }
  const wanted = quote.replace(/\s+/g, "");
  const at = whole.indexOf(wanted);
  if (at < 0) {
    panel().querySelector(".said").textContent = panel().dataset.notFound;
    return;
  }
  const range = document.createRange();
  range.setStart(...places[at]);
  const [node, offset] = places[at + wanted.length - 1];
  range.setEnd(node, offset + 1);
  point(range);
  range.startContainer.parentElement.scrollIntoView({ block: "center" });
  editor.focus({ preventScroll: true });
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}

function unhide() {
  for (const shower of document.querySelectorAll("[data-quote]")) shower.hidden = false;
}
unhide();
