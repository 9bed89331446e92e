// The editor appears after the page: it gets the name of the field that it stands for, and its language.
const nameEditor = (editor) => {
  const row = editor.closest(".form-row");
  const label = row?.querySelector("label");
  if (!label || editor.hasAttribute("aria-labelledby")) return;
  label.id ||= "pattern-text-label";
  editor.setAttribute("aria-labelledby", label.id);
  editor.setAttribute("aria-multiline", "true");
  const { lang } = row.querySelector("textarea") ?? {};
  if (lang) editor.lang = lang;
};
const seek = () => document.querySelectorAll(".ProseMirror[contenteditable]").forEach(nameEditor);
new MutationObserver(seek).observe(document.body, { childList: true, subtree: true });
seek();
