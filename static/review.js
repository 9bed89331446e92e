// The page of a review link works without this; with it, choosing a passage keeps what is typed, and a selection counts.
const form = document.querySelector("#comment form");
const chosen = form.querySelector(".passage");
const body = document.querySelector(".release .body");
const button = document.querySelector(".on-selection");
const squeeze = (words) => words.replace(/\s+/g, " ").trim();
let marked = null;

function choose(link, quote = "") {
  const block = link && link.parentElement;
  const whole = link && (block.classList.contains("remark-line") ? block.previousElementSibling : block);
  form.elements.on.value = link ? new URL(link.href).searchParams.get("on") : "";
  form.elements.quote.value = quote;
  chosen.querySelector("blockquote").textContent = link ? quote || squeeze(whole.textContent) : "";
  chosen.hidden = !link;
  marked?.classList.remove("chosen-passage");
  marked = whole;
  marked?.classList.add("chosen-passage");
  form.elements.words.focus({ preventScroll: true });
  form.closest("#comment").scrollIntoView({ block: "nearest" });
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a.remark, a.clear");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  choose(link.matches(".remark") ? link : null);
});

// The link at the end of the block in which all of the selection lies, or null.
function blockOf(selection) {
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const { commonAncestorContainer: node } = selection.getRangeAt(0);
  const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
  const block = body.contains(element) && element.closest("p, li, blockquote");
  return block ? block.querySelector(":scope > a.remark") : null;
}

document.addEventListener("selectionchange", () => {
  const selection = document.getSelection();
  button.hidden = !(blockOf(selection) && squeeze(selection.toString()));
});
button.addEventListener("mousedown", (event) => event.preventDefault()); // the selection stays
button.addEventListener("click", () => {
  const selection = document.getSelection();
  const link = blockOf(selection);
  if (link) choose(link, squeeze(selection.toString()));
  selection.removeAllRanges();
});
