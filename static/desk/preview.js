// The public page beside the form, as it will be: renewed whenever the text has been kept, without a flash.
const panel = document.querySelector("[data-preview]");
const frame = panel.querySelector("iframe");
const stage = panel.querySelector(".preview-stage");
const toggle = document.querySelector("[data-preview-toggle]");
const page = document.querySelector(".desk-page");
const REMEMBERED = "desk.preview";
let width = 360;

function fit() {
  const scale = Math.min(1, stage.clientWidth / width);
  frame.style.width = `${width}px`;
  frame.style.height = `${stage.clientHeight / scale}px`;
  frame.style.transform = `scale(${scale})`;
}

function open(yes) {
  panel.hidden = !yes;
  page.classList.toggle("previewing", yes);
  toggle.setAttribute("aria-expanded", String(yes));
  localStorage.setItem(REMEMBERED, yes ? String(width) : "");
  if (!yes) return;
  if (!frame.src) frame.src = panel.dataset.preview;
  fit();
}

function choose(chosen) {
  width = chosen;
  for (const button of panel.querySelectorAll("[data-width]")) {
    button.setAttribute("aria-pressed", String(Number(button.dataset.width) === width));
  }
}

// Changes `old` into `fresh` where they differ, and nowhere else: what stays keeps its place and its pictures.
function morph(old, fresh) {
  if (old.isEqualNode(fresh)) return;
  if (old.nodeType !== Node.ELEMENT_NODE || old.nodeName !== fresh.nodeName) {
    old.replaceWith(fresh);
    return;
  }
  for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name)) old.removeAttribute(name);
  for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  const olds = [...old.childNodes], news = [...fresh.childNodes];
  while (olds.length && news.length && olds[0].isEqualNode(news[0])) olds.shift(), news.shift();
  let after = null; // what stands behind the part that differs
  while (olds.length && news.length && olds.at(-1).isEqualNode(news.at(-1))) after = olds.pop(), news.pop();
  olds.splice(news.length).forEach((node) => node.remove());
  news.forEach((node, number) => (number < olds.length ? morph(olds[number], node) : old.insertBefore(node, after)));
}

let asked = 0;
async function renew() {
  if (panel.hidden || !frame.contentDocument?.querySelector("main")) return;
  const number = ++asked;
  try {
    const answer = await fetch(panel.dataset.preview, { redirect: "error", cache: "no-store" });
    if (!answer.ok || number !== asked) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    morph(frame.contentDocument.body, frame.contentDocument.adoptNode(fresh.body));
  } catch {
    // The line under the form says that there is no connection.
  }
}

// What is linked opens beside the desk: the frame stays where it is.
frame.addEventListener("load", () => {
  frame.contentDocument.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || link.getAttribute("href").startsWith("#")) return;
    event.preventDefault();
    window.open(link.href, "_blank", "noopener");
  });
  fit();
});

document.querySelector("[data-preview-link]").hidden = true;
toggle.hidden = false;
toggle.addEventListener("click", () => {
  open(panel.hidden);
  if (!panel.hidden && matchMedia("(max-width: 60rem)").matches) panel.scrollIntoView();
});
panel.querySelector("[data-preview-close]").addEventListener("click", () => {
  open(false);
  toggle.focus();
});
for (const button of panel.querySelectorAll("[data-width]")) {
  button.addEventListener("click", () => {
    choose(Number(button.dataset.width));
    open(true);
  });
}
document.querySelector("form[data-typing]").addEventListener("desk:kept", renew);
new ResizeObserver(() => panel.hidden || fit()).observe(stage);
const remembered = Number(localStorage.getItem(REMEMBERED));
if (remembered && matchMedia("(min-width: 60rem)").matches) {
  choose(remembered);
  open(true);
}
