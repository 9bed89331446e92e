// The photos that the newsroom has, to choose one from: the newest, or what a search finds.
import { field, filled } from "./inputs.js";

const dialog = document.getElementById("library");
const search = dialog?.querySelector("[data-search] input");
const told = dialog?.querySelector("[data-told]");
const list = dialog?.querySelector("[data-photos]");
let uses = null, asked = 0, timer = 0;

function entry(photo, there) {
  const item = document.createElement("li");
  const choice = document.createElement("button");
  choice.type = "button";
  const image = new Image(photo.width, photo.height);
  image.alt = "";
  image.loading = "lazy";
  image.src = photo.address;
  const name = document.createElement("span");
  name.className = "use-name";
  name.textContent = there ? `${photo.name} (${dialog.dataset.there})` : photo.name;
  choice.append(image, name);
  if (photo.alt) {
    const words = document.createElement("span");
    words.lang = dialog.dataset.language;
    words.textContent = photo.alt;
    choice.append(words);
  }
  if (there) choice.setAttribute("aria-disabled", "true");
  else choice.addEventListener("click", () => {
    const row = uses.addStored(photo);
    dialog.dataset.chosen = "1";
    dialog.close();
    if (row) field(row, "alt").focus();
  });
  item.append(choice);
  return item;
}

async function show() {
  const number = ++asked;
  const { dataset } = dialog;
  try {
    const query = new URLSearchParams({ q: search.value, language: dataset.language });
    const answer = await fetch(`${dataset.address}?${query}`, { headers: { Accept: "application/json" } });
    const { photos, more } = await answer.json();
    if (number !== asked) return;
    const there = new Set(uses.kept().map((row) => field(row, "key").value));
    list.replaceChildren(...photos.map((photo) => entry(photo, there.has(photo.key))));
    told.textContent = photos.length ? filled(dataset.found, { n: photos.length }) + (more ? `. ${dataset.more}` : "") : dataset.none;
  } catch {
    if (number === asked) told.textContent = dataset.failed;
  }
}

export function openLibrary(of, opener) {
  uses = of;
  dialog.dataset.chosen = "";
  search.value = "";
  list.replaceChildren();
  told.textContent = "";
  dialog.showModal();
  search.focus();
  dialog.addEventListener("close", () => { if (!dialog.dataset.chosen) opener.focus(); }, { once: true });
  show();
}

search?.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(show, 200);
});
search?.closest("form").addEventListener("submit", (event) => {
  event.preventDefault();
  show();
});
