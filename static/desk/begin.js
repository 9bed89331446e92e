// A new release: the list of patterns follows the language, and the title of a pattern is written into the form.
const form = document.querySelector("[data-begin]");
const [language, list, title] = ["language", "pattern", "title"].map((name) => form?.querySelector(`[name=${name}]`));

if (language && list && title) {
  const groups = [...list.querySelectorAll("optgroup")];
  const spoken = (group) => group.querySelector("option").dataset.language;
  const follow = () => {
    const before = list.value;
    for (const group of groups) group.remove();
    list.append(...groups.filter((group) => !language.value || spoken(group) === language.value));
    list.value = [...list.options].some((option) => option.value === before) ? before : "";
    title.lang = language.value;
    fill();
  };
  let written = "";
  const fill = () => {
    const offered = list.selectedOptions[0]?.dataset.title ?? "";
    if (title.value === written || !title.value.trim()) title.value = written = offered;
    title.required = !list.value;
  };
  language.addEventListener("change", follow);
  list.addEventListener("change", fill);
  follow();
}
