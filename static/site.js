// The one script of the public site: all of it is extra, and each page works without.

// A passage may be in several pieces: they light up together.
const lit = (key, on) => {
  for (const piece of document.querySelectorAll(`[data-said="${CSS.escape(key)}"]`)) piece.classList.toggle("lit", on);
};
const keyOf = (event) => event.target.closest("[data-said]")?.dataset.said;
for (const [begin, end] of [["mouseover", "mouseout"], ["focusin", "focusout"]]) {
  document.addEventListener(begin, (event) => keyOf(event) && lit(keyOf(event), true));
  document.addEventListener(end, (event) => keyOf(event) && lit(keyOf(event), false));
}
// Filters say what the page was asked for, also when the browser brings it back as it was left.
addEventListener("pageshow", ({ persisted }) => {
  if (persisted) for (const form of document.querySelectorAll("form.filters")) form.reset();
});
// Buttons that copy the text of an element: shown only where the browser can do it.
if (navigator.clipboard) {
  for (const button of document.querySelectorAll("button[data-copy]")) {
    button.hidden = false;
    const words = button.textContent;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
      button.textContent = button.dataset.done;
      setTimeout(() => (button.textContent = words), 2000);
    });
  }
}
// Buttons that run the examples of the page about the interface for programs. Without them each is a link.
for (const button of document.querySelectorAll("button[data-run]")) {
  const shown = button.closest("[data-example]").querySelector(".answer");
  button.hidden = false;
  button.addEventListener("click", async () => {
    shown.hidden = false;
    shown.textContent = button.dataset.wait;
    try {
      const answer = await fetch(button.dataset.run, { headers: { Accept: "application/json" } });
      const told = ["ETag", "RateLimit", "Retry-After"].filter((name) => answer.headers.has(name));
      const headers = told.map((name) => `${name}: ${answer.headers.get(name)}`);
      const record = JSON.stringify(await answer.json(), null, 2);
      shown.textContent = [`HTTP ${answer.status}`, ...headers, "", record].join("\n");
    } catch {
      shown.textContent = button.dataset.failed;
    }
  });
}

// Suggestions under a search field: a combobox with a list (WAI-ARIA Authoring Practices). Without this the form works.
const WAIT = 120;

for (const field of document.querySelectorAll("[data-suggest]")) {
  const input = field.querySelector("input");
  const list = document.createElement("ul");
  let asked, timer, known = "", active = -1;
  list.className = "suggestions";
  list.id = `${input.id}-suggestions`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.dataset.label);
  field.append(list);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id })) input.setAttribute(name, value);
  input.setAttribute("aria-expanded", "false");

  const choose = (number) => {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = number;
    const option = list.children[active];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
  };
  const show = (open) => {
    list.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
    if (!open) choose(-1);
  };
  const fill = (found) => {
    choose(-1);
    list.replaceChildren(
      ...found.map((one, number) => {
        const option = document.createElement("li");
        const kind = document.createElement("small");
        option.id = `${list.id}-${number}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.dataset.address = one.address;
        kind.textContent = one.label;
        option.append(one.text, " ", kind);
        return option;
      }),
    );
    show(found.length > 0 && document.activeElement === input);
  };
  const ask = async () => {
    const words = input.value.trim();
    if (words === known) return show(list.children.length > 0 && document.activeElement === input);
    known = words;
    asked?.abort();
    if (words.length < 2) return fill([]);
    asked = new AbortController();
    try {
      const answer = await fetch(`${field.dataset.suggest}?${new URLSearchParams({ q: words })}`, { signal: asked.signal });
      if (answer.ok) fill(await answer.json());
    } catch {
      // Asked again meanwhile, or no connection: no suggestions, and the form still works.
    }
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("keydown", (event) => {
    const count = list.children.length;
    if (event.key === "Escape" && !list.hidden) show(false);
    else if (event.key === "Enter" && active >= 0) location.assign(list.children[active].dataset.address);
    else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && count) {
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (list.hidden) show(true);
      // One place more than there are options: the field itself, with nothing chosen.
      choose(((active + 1 + step + count + 1) % (count + 1)) - 1);
    } else return;
    event.preventDefault();
  });
  input.addEventListener("blur", () => show(false));
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("li");
    if (option) location.assign(option.dataset.address);
  });
}
