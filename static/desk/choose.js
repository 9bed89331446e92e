// A combobox before a plain control (boxes to tick, or a list), after the WAI-ARIA Authoring Practices. The plain
// control keeps what is chosen and is what the form sends; here it is only hidden, and asked again when it changes.
const words = document.getElementById("choose-words")?.dataset ?? {};
const say = (text = "", values = {}) => text.replace(/\{(\w+)\}/g, (_whole, name) => values[name]);
const element = (tag, attributes = {}, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
};
let count = 0;

// What is chosen, kept in the plain control.
class Plain {
  constructor(root) {
    this.list = root.querySelector("select");
    this.boxes = this.list ? null : root.querySelector("div");
    this.control = this.list ?? this.boxes;
    this.many = !this.list;
  }
  get chosen() {
    if (this.list) return this.list.value ? [{ value: this.list.value, label: this.list.selectedOptions[0].text }] : [];
    return [...this.boxes.querySelectorAll("input:checked")].map((box) => ({ value: box.value, label: box.closest("label")?.textContent.trim() ?? box.value }));
  }
  choose({ value, label }) {
    if (this.list) {
      if (![...this.list.options].some((option) => option.value === value)) this.list.add(new Option(label, value));
      this.list.value = value;
    } else {
      let box = this.#box(value);
      if (!box) {
        box = element("input", { type: "checkbox", name: this.boxes.dataset.name, value });
        this.boxes.append(element("div", {}, element("label", {}, box, ` ${label}`)));
      }
      box.checked = true;
    }
    this.#changed();
  }
  drop(value) {
    if (this.list) this.list.value = "";
    else this.#box(value).checked = false;
    this.#changed();
  }
  #box(value) {
    return [...this.boxes.querySelectorAll("input")].find((box) => box.value === value);
  }
  #changed() {
    for (const kind of ["input", "change"]) this.control.dispatchEvent(new Event(kind, { bubbles: true }));
  }
}

class Chooser {
  constructor(root) {
    const id = `choose-${(count += 1)}`;
    this.root = root;
    this.plain = new Plain(root);
    if (this.plain.many) this.plain.boxes.dataset.name = root.dataset.name;
    this.results = [];
    this.active = -1;
    this.chips = element("ul", { class: "chips" });
    this.input = element("input", {
      type: "text", id, class: "choose-input", role: "combobox", autocomplete: "off", spellcheck: "false",
      "aria-expanded": "false", "aria-controls": `${id}-list`, "aria-autocomplete": "list", placeholder: root.dataset.find,
    });
    this.popup = element("ul", { id: `${id}-list`, class: "choose-list", role: "listbox", hidden: "" });
    this.status = element("div", { role: "status", class: "visually-hidden" });
    root.append(this.chips, element("div", { class: "choose-box" }, this.input, this.popup), this.status);
    this.#name();
    this.plain.control.hidden = true;
    root.querySelector(".choose-add")?.setAttribute("hidden", "");
    root.dataset.ready = "";
    this.plain.control.addEventListener("change", () => this.#show());
    this.input.addEventListener("input", () => this.#askSoon());
    this.input.addEventListener("click", () => this.popup.hidden && this.ask());
    this.input.addEventListener("keydown", (event) => this.#key(event));
    this.input.addEventListener("blur", () => this.close());
    this.popup.addEventListener("pointerdown", (event) => event.preventDefault());
    this.popup.addEventListener("click", (event) => this.take(event.target.closest("[role=option]")));
    this.#show();
  }

  // The combobox has the name, the help and the faults of the field for which it stands.
  #name() {
    const field = this.root.closest(".desk-field, .form-row, fieldset");
    const label = field?.querySelector("legend") ?? field?.querySelector("label");
    if (!label) return;
    label.id ||= `${this.input.id}-label`;
    if (label.tagName === "LABEL") label.htmlFor = this.input.id;
    this.input.setAttribute("aria-labelledby", label.id);
    this.popup.setAttribute("aria-labelledby", label.id);
    this.chips.setAttribute("aria-labelledby", label.id);
    const described = [...(field.querySelectorAll(".help[id], .errorlist[id]") ?? [])].map((one) => one.id);
    if (described.length) this.input.setAttribute("aria-describedby", described.join(" "));
    if (field.classList.contains("errors")) this.input.setAttribute("aria-invalid", "true");
  }

  #show() {
    const chosen = this.plain.chosen;
    this.chips.hidden = !chosen.length;
    this.chips.replaceChildren(...chosen.map(({ value, label }) => {
      const remove = element("button", { type: "button", "aria-label": say(words.remove, { name: label }) }, "×");
      remove.addEventListener("click", () => this.drop(value, label));
      return element("li", {}, element("span", {}, label), remove);
    }));
  }

  drop(value, label) {
    this.plain.drop(value);
    this.status.textContent = say(words.removed, { name: label });
    this.input.focus();
  }

  #askSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), 150);
  }

  async ask() {
    clearTimeout(this.timer);
    this.request?.abort();
    const request = (this.request = new AbortController());
    const query = this.input.value.trim();
    let answer;
    try {
      const response = await fetch(`${this.root.dataset.from}?q=${encodeURIComponent(query)}`, { signal: request.signal });
      if (!response.ok || response.redirected) throw new Error(response.status);
      answer = await response.json();
    } catch (error) {
      if (error.name === "AbortError") return;
      this.close();
      this.status.textContent = words.failed;
      return;
    }
    if (document.activeElement !== this.input) return;
    const taken = new Set(this.plain.chosen.map(({ value }) => value));
    this.results = answer.results.filter(({ value }) => !taken.has(value));
    const known = answer.results.some(({ label }) => label.toLowerCase() === query.toLowerCase());
    this.add = answer.add && `${this.root.dataset.from}${answer.add}`;
    const found = this.results.length;
    if (this.add && query && !known) this.results.push({ create: query, label: say(words.create, { name: query }) });
    this.#open();
    this.status.textContent = found ? say(answer.full ? words.many : words.found, { count: found }) : words.nothing;
  }

  #open() {
    this.active = -1;
    this.input.removeAttribute("aria-activedescendant");
    this.popup.replaceChildren(...this.results.map(({ label, detail, create }, place) => {
      const option = element("li", { role: "option", id: `${this.popup.id}-${place}`, "aria-selected": "false" }, element("span", {}, label));
      if (create) option.classList.add("create");
      if (detail) option.append(element("span", { class: "quiet" }, detail));
      return option;
    }));
    this.popup.hidden = !this.results.length;
    this.input.setAttribute("aria-expanded", String(!this.popup.hidden));
  }

  close() {
    clearTimeout(this.timer);
    this.request?.abort();
    this.popup.hidden = true;
    this.active = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  #move(to) {
    const options = [...this.popup.children];
    this.active = (to + options.length) % options.length;
    options.forEach((option, place) => option.setAttribute("aria-selected", String(place === this.active)));
    this.input.setAttribute("aria-activedescendant", options[this.active].id);
    options[this.active].scrollIntoView({ block: "nearest" });
  }

  async #key(event) {
    const open = !this.popup.hidden;
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) await this.ask();
      const down = event.key === "ArrowDown";
      if (!this.popup.hidden) this.#move(this.active < 0 ? (down ? 0 : -1) : this.active + (down ? 1 : -1));
    } else if (event.key === "Enter") {
      event.preventDefault();  // never sends the form that it stands in
      if (open && this.active >= 0) this.take(this.popup.children[this.active]);
    } else if (event.key === "Escape" && (open || this.input.value)) {
      event.preventDefault();
      if (!open) this.input.value = "";
      this.close();
    } else if (event.key === "Backspace" && !this.input.value && this.plain.chosen.length) {
      const { value, label } = this.plain.chosen.at(-1);
      this.drop(value, label);
    }
  }

  take(option) {
    const result = option && this.results[[...this.popup.children].indexOf(option)];
    if (!result) return;
    this.close();
    if (result.create) new Creation(this, result.create).open();
    else this.choose(result);
  }

  choose(result) {
    this.input.value = "";
    this.plain.choose(result);
    this.status.textContent = say(words.chosen, { name: result.label });
    this.input.focus();
  }
}

// The small dialog for something that is not there yet.
class Creation {
  constructor(chooser, name) {
    this.chooser = chooser;
    this.name = name;
    this.dialog = element("dialog", { class: "choose-dialog", "aria-labelledby": "choose-new" });
    this.dialog.addEventListener("close", () => {
      this.dialog.remove();
      chooser.input.focus();
    });
  }

  async open() {
    const response = await fetch(this.chooser.add).catch(() => null);
    if (!response?.ok) {
      this.chooser.status.textContent = words.failed;
      return;
    }
    this.#fill((await response.json()).form);
    document.body.append(this.dialog);
    const field = this.#nameField();
    if (field) field.value = this.name;
    this.dialog.showModal();
    (field ?? this.dialog.querySelector("input"))?.focus();
  }

  // In which language a name is written, its letters say.
  #nameField() {
    const page = document.documentElement.lang.slice(0, 2);
    const cyrillic = page === "kk" ? "kk" : "ru";
    const language = /[әғқңөұүһі]/i.test(this.name) ? "kk" : /[а-яё]/i.test(this.name) ? cyrillic : "en";
    const names = ["name", "title"].map((name) => `[name="new-${name}_${language}"]`);
    return this.dialog.querySelector(names.join(","));
  }

  #fill(html) {
    this.dialog.innerHTML = html;
    this.dialog.querySelector("[data-close]").addEventListener("click", () => this.dialog.close());
    this.dialog.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send(event.target);
    });
  }

  async #send(form) {
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    const button = form.querySelector("[type=submit]");
    button.disabled = true;
    try {
      const response = await fetch(this.chooser.add, { method: "POST", body: new FormData(form), headers: { "X-CSRFToken": token } });
      const answer = await response.json();
      if (answer.made) {
        this.dialog.close();
        this.chooser.choose(answer.made);
        return;
      }
      this.#fill(answer.form);
      (this.dialog.querySelector("[aria-invalid=true]") ?? this.dialog.querySelector("input"))?.focus();
    } catch {
      button.disabled = false;
      this.dialog.querySelector(".choose-failed")?.remove();
      form.prepend(element("p", { class: "errornote choose-failed", role: "alert" }, words.failed));
    }
  }
}

for (const root of document.querySelectorAll("[data-choose]")) new Chooser(root);
