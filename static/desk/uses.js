// What stands beside the text: photos, documents, links. The rows are those of the form; here they are uploaded at once,
// moved, removed and taken back. Every change is made on the form's own inputs and told by their "input" and "change".
import { watchAlt } from "./alt.js";
import { pick } from "./focal.js";
import { field, filled, give, tell } from "./inputs.js";
import { openLibrary } from "./library.js";

function button(text, act, kind = "") {
  const made = document.createElement("button");
  made.type = "button";
  made.className = `tool ${kind}`;
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}

class Uses {
  constructor(box) {
    this.box = box;
    this.texts = box.dataset;
    this.form = box.closest("form");
    this.rows = box.querySelector("[data-rows]");
    this.status = box.querySelector("[data-status]");
    this.list = box.querySelector("[data-uploads]");
    this.total = box.querySelector('[name$="-TOTAL_FORMS"]');
    this.queue = [];
    box.classList.add("scripted");
    box.querySelector("[data-add]").hidden = false;
    this.sort();
    this.all().forEach((row) => this.furnish(row));
    this.number();
    this.listen();
  }

  all() { return [...this.rows.querySelectorAll(":scope > [data-row]")]; }

  // The rows that readers will see something of: neither removed nor empty.
  kept() { return this.all().filter((row) => !this.isBlank(row) && !field(row, "DELETE")?.checked); }

  isBlank(row) {
    if (row.querySelector(".errorlist")) return false;
    const key = field(row, "key");
    return key ? !key.value : !field(row, "url").value && !field(row, "title").value;
  }

  name(row) { return field(row, "key") ? row.getAttribute("aria-label") : field(row, "title").value || row.getAttribute("aria-label"); }

  say(text, values) { this.status.textContent = filled(text, values); }

  // A form that comes back with faults brings its rows as they were sent, not as they were numbered.
  sort() {
    const place = (row) => Number(field(row, "ORDER")?.value) || 1000;
    this.rows.append(...this.all().sort((a, b) => place(a) - place(b)));
  }

  number() {
    const kept = this.kept();
    this.all().forEach((row) => row.classList.toggle("blank", !kept.includes(row) && this.isBlank(row)));
    kept.forEach((row, index) => {
      give(field(row, "ORDER"), index + 1);
      row.querySelector(".earlier")?.setAttribute("aria-disabled", index === 0);
      row.querySelector(".later")?.setAttribute("aria-disabled", index === kept.length - 1);
    });
  }

  furnish(row) {
    const blank = this.isBlank(row);
    if (blank && field(row, "key")) { row.hidden = true; return; }
    const tools = document.createElement("div");
    tools.className = "tools";
    const handle = document.createElement("span");
    handle.className = "handle";
    handle.draggable = true;
    handle.addEventListener("dragstart", (event) => {
      this.dragged = row;
      row.classList.add("dragged");
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", this.name(row));
      event.dataTransfer.setDragImage(row, 10, 10);
    });
    handle.addEventListener("dragend", () => {
      row.classList.remove("dragged");
      this.dragged = null;
      this.number();
    });
    tools.append(
      handle,
      button(this.texts.earlier, (event) => this.move(row, -1, event.currentTarget), "earlier"),
      button(this.texts.later, (event) => this.move(row, 1, event.currentTarget), "later"),
      button(this.texts.remove, () => this.remove(row), "remove"),
    );
    row.append(tools);
    if (field(row, "focal_x")) {
      pick(row, this);
      watchAlt(row, this.texts);
    }
    if (!field(row, "key")) row.addEventListener("input", () => this.number());
    if (field(row, "DELETE")?.checked) this.remove(row, false);
  }

  move(row, by, tool) {
    const kept = this.kept();
    const place = kept.indexOf(row);
    const other = kept[place + by];
    if (!other || place < 0) return;
    if (by < 0) other.before(row);
    else other.after(row);
    this.number();
    tool.focus();
    this.say(this.texts.moved, { name: this.name(row), place: place + by + 1, all: kept.length });
  }

  remove(row, byHand = true) {
    const name = this.name(row);
    const box = field(row, "DELETE");
    const gone = document.createElement("p");
    gone.className = "gone";
    gone.append(`${filled(this.texts.removed, { name })} `, button(this.texts.undo, () => {
      gone.remove();
      row.classList.remove("removed");
      box.checked = false;
      tell(box);
      this.number();
      row.querySelector(".remove").focus();
      this.say(this.texts.back, { name });
    }));
    row.classList.add("removed");
    row.prepend(gone);
    if (byHand) {
      box.checked = true;
      tell(box);
      gone.querySelector("button").focus();
      this.say(this.texts.removed, { name });
    }
    this.number();
  }

  // A new row at the end; null where the form takes no more.
  add() {
    const number = Number(this.total.value);
    if (number >= Number(this.texts.most) + 5 || this.kept().length >= Number(this.texts.most)) {
      this.fail(this.texts.full);
      return null;
    }
    const made = document.createElement("template");
    made.innerHTML = this.box.querySelector("[data-empty]").innerHTML.replaceAll("__prefix__", number);
    const row = made.content.querySelector("[data-row]");
    this.rows.append(row);
    give(this.total, number + 1);
    return row;
  }

  // A row for a stored file, as the newsroom tells of it.
  addStored(stored) {
    const there = this.all().find((row) => field(row, "key")?.value === stored.key);
    if (there) {
      if (field(there, "DELETE")?.checked) there.querySelector(".gone button").click();
      else this.fail(filled(this.texts.twice, stored));
      return there;
    }
    const row = this.add();
    if (!row) return null;
    row.classList.remove("new");
    row.setAttribute("aria-label", stored.name);
    const file = row.querySelector("[data-file]");
    file.replaceChildren();
    if (stored.width) {
      const image = new Image(stored.width, stored.height);
      image.className = "whole";
      image.alt = "";
      image.src = stored.address;
      file.append(image);
    }
    const name = document.createElement("p");
    name.className = "use-name";
    name.textContent = stored.name;
    file.append(name);
    if (stored.mime.startsWith("audio/")) {
      const player = document.createElement("audio");
      player.controls = true;
      player.preload = "none";
      player.src = stored.address;
      player.setAttribute("aria-label", stored.name);
      file.append(player);
    }
    give(field(row, "key"), stored.key);
    for (const word of ["alt", "caption", "credit"]) if (stored[word]) give(field(row, word), stored[word]);
    this.furnish(row);
    this.number();
    this.say(this.texts.added, stored);
    return row;
  }

  fail(text) {
    const line = document.createElement("li");
    line.className = "failed";
    const words = document.createElement("span");
    words.setAttribute("role", "alert");
    line.append(words, button("×", () => line.remove()));
    words.textContent = text;
    line.lastChild.setAttribute("aria-label", this.texts.remove);
    this.list.append(line);
  }

  upload(files) {
    for (const file of files) {
      const line = document.createElement("li");
      const bar = document.createElement("progress");
      bar.max = 1;
      bar.value = 0;
      bar.setAttribute("aria-label", file.name);
      line.append(`${file.name} `, bar);
      this.list.append(line);
      this.queue.push({ file, line, bar });
    }
    if (!this.sending) this.next();
  }

  next() {
    const waiting = this.queue.shift();
    this.sending = Boolean(waiting);
    if (!waiting) return;
    const { file, line, bar } = waiting;
    const data = new FormData();
    data.append("upload", file);
    const request = new XMLHttpRequest();
    request.open("POST", this.texts.take);
    request.setRequestHeader("X-CSRFToken", this.form.querySelector("[name=csrfmiddlewaretoken]").value);
    request.upload.addEventListener("progress", (event) => { if (event.lengthComputable) bar.value = event.loaded / event.total; });
    request.addEventListener("loadend", () => {
      line.remove();
      let answer = {};
      try { answer = JSON.parse(request.responseText); } catch { answer = {}; }
      if (request.status === 201) this.addStored(answer);
      else if (answer.error) this.fail(answer.error.startsWith(file.name) ? answer.error : `${file.name}: ${answer.error}`);
      else this.fail(filled(request.status === 200 || request.status === 403 ? this.texts.expired : this.texts.failed, { name: file.name }));
      this.next();
    });
    request.send(data);
  }

  listen() {
    const { box } = this;
    box.querySelector("[data-pick]")?.addEventListener("click", () => {
      const input = document.createElement("input");
      input.type = "file";
      input.multiple = true;
      input.accept = box.querySelector("[data-empty]").content.querySelector("[type=file]").accept;
      input.addEventListener("change", () => this.upload(input.files));
      input.click();
    });
    box.querySelector("[data-library]")?.addEventListener("click", (event) => openLibrary(this, event.currentTarget));
    box.querySelector("[data-another]")?.addEventListener("click", () => {
      const row = this.add();
      if (!row) return;
      this.furnish(row);
      field(row, "title").focus();
    });
    const area = box.closest("fieldset");
    area.addEventListener("dragover", (event) => {
      if (this.dragged) {
        const over = event.target.closest("[data-row]");
        if (over && over !== this.dragged && over.parentElement === this.rows) {
          const { top, height } = over.getBoundingClientRect();
          if (event.clientY < top + height / 2) over.before(this.dragged);
          else over.after(this.dragged);
        }
        event.preventDefault();
      } else if (this.texts.take && event.dataTransfer.types.includes("Files")) {
        area.classList.add("over");
        event.dataTransfer.dropEffect = "copy";
        event.preventDefault();
      }
    });
    area.addEventListener("dragleave", (event) => { if (!area.contains(event.relatedTarget)) area.classList.remove("over"); });
    area.addEventListener("drop", (event) => {
      area.classList.remove("over");
      if (this.dragged) event.preventDefault();
      else if (this.texts.take && event.dataTransfer.files.length) {
        event.preventDefault();
        this.upload(event.dataTransfer.files);
      }
    });
    this.form.addEventListener("submit", (event) => {
      if (!this.sending) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      this.fail(this.texts.busy);
    }, { capture: true });
  }
}

// A file dropped beside the area must not replace the page and what was typed on it.
for (const kind of ["dragover", "drop"]) {
  addEventListener(kind, (event) => {
    const taken = event.target.closest?.("input[type=file]");
    if (event.dataTransfer?.types.includes("Files") && !taken) event.preventDefault();
  });
}

document.querySelectorAll("[data-uses]").forEach((box) => new Uses(box));
