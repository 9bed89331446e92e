// The places of a pattern that are still to be filled: each leaves the list when it is gone from the text.
const section = document.querySelector(".unfinished");
const form = document.querySelector("form[data-unsaved]");
const places = [...(section?.querySelectorAll(".places li") ?? [])];

if (form && places.length) {
  const written = () => {
    const fields = [...form.querySelectorAll("textarea, input[type=text]")].map((field) => field.value);
    const editors = [...form.querySelectorAll(".ProseMirror")].map((editor) => editor.textContent);
    return [...fields, ...editors].join("\n");
  };
  const look = () => {
    const text = written().toLowerCase();
    for (const place of places) place.hidden = !text.includes(place.textContent.toLowerCase());
    const none = places.every((place) => place.hidden);
    section.querySelector(".places").hidden = none;
    section.querySelector("p").hidden = none;
    section.hidden = none && section.querySelectorAll("ul").length === 1;
  };
  form.addEventListener("input", () => setTimeout(look, 100));
}
