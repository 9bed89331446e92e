// The body editor appears after the page: it gets the name of the field that it stands for, and its language.
function nameEditor(editor) {
  const field = editor.closest(".desk-field, .form-row");
  const label = field?.querySelector("label");
  const area = field?.querySelector("textarea");
  if (!label || editor.hasAttribute("aria-labelledby")) return;
  label.id ||= `${area.id}-label`;
  editor.setAttribute("aria-labelledby", label.id);
  editor.setAttribute("aria-multiline", "true");
  if (area.lang) editor.lang = area.lang;
  label.addEventListener("click", () => editor.focus());
}

const seek = () => document.querySelectorAll(".ProseMirror[contenteditable]").forEach(nameEditor);
new MutationObserver(seek).observe(document.body, { childList: true, subtree: true });
seek();

// Whoever leaves the page with something typed and not saved is asked first.
for (const form of document.querySelectorAll("form[data-unsaved]")) {
  let unsaved = form.dataset.unsaved !== "";
  form.addEventListener("input", () => { unsaved = true; });
  form.addEventListener("submit", () => { unsaved = false; });
  // Kept on the server (desk/typing.js): only a chosen file would be lost.
  form.addEventListener("desk:kept", ({ detail }) => {
    const files = [...form.querySelectorAll("input[type=file]")].some((input) => input.files.length);
    if (detail.all) unsaved = files;
  });
  addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
}
