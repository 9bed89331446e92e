// Beside an alternative text: how long it is, and a word where it says nothing of its own.
import { field, filled } from "./inputs.js";

const GOOD = 150;
const plain = (text) => text.toLowerCase().replace(/\.[a-z0-9]{2,5}$/, "").replace(/[\s_.-]+/g, " ").trim();

export function watchAlt(row, texts) {
  const alt = field(row, "alt"), caption = field(row, "caption");
  const count = document.createElement("p");
  count.className = "help count";
  count.id = `${alt.id}_count`;
  const note = document.createElement("p");
  note.className = "note";
  note.setAttribute("role", "status");
  alt.closest(".desk-field").append(count, note);
  alt.setAttribute("aria-describedby", `${alt.getAttribute("aria-describedby") ?? ""} ${count.id}`.trim());

  function look() {
    const n = [...alt.value].length;
    count.textContent = filled(n > GOOD ? texts.long : texts.count, { n });
    count.classList.toggle("long", n > GOOD);
    const said = plain(alt.value), name = row.getAttribute("aria-label");
    let told = "";
    if (said && said === plain(caption.value)) told = texts.asCaption;
    if (said && (said === plain(name) || /^(?:img|dsc|dscn|photo|image|p)[ _]?\d{3,}$/.test(said))) told = texts.asName;
    if (note.textContent !== told) note.textContent = told;
  }
  alt.addEventListener("input", look);
  caption.addEventListener("input", look);
  look();
}
