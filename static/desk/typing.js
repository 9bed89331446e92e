// What is typed is kept as it is typed: the form goes to the server, into a buffer of its own, and never into the draft.
const form = document.querySelector("form[data-typing]");
const address = form.dataset.typing;
const status = form.querySelector("[data-typing-status]");
const words = status.querySelector("[data-say]");
const out = status.querySelector("[data-out]");
const QUIET = 800, LONGEST = 1200, BEAT = 15000, AGAIN = 3000; // milliseconds

let typed = 0; // how many changes there were
let kept = 0; // how many of them are kept
let since = null; // when the first of those that are not kept was made
let timer = null;
let busy = null; // the request that is under way
let stopped = false; // the page is being left on purpose

function say(text, { bad = true, signedOut = false } = {}) {
  if (words.textContent !== text) words.textContent = text;
  if (out.hidden === signedOut) out.hidden = !signedOut;
  status.classList.toggle("bad", bad);
}

// The form without files: they go up when it is saved.
function body(extra = {}) {
  const data = new FormData(form);
  for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
  for (const [name, value] of Object.entries(extra)) data.set(name, value);
  return data;
}

function beat(extra = {}) {
  const data = new FormData();
  data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  for (const [name, value] of Object.entries(extra)) data.set(name, value);
  return data;
}

const post = (data, options = {}) => fetch(address, { method: "POST", body: data, redirect: "error", ...options });

// Who is signed in: "" nobody, "other" somebody else, "same". A sign-in changes the token of every form of the page.
async function renew() {
  const answer = await fetch(address, { redirect: "error", cache: "no-store", signal: AbortSignal.timeout(8000) });
  if (answer.status === 401) return "";
  if (!answer.ok) throw new Error(answer.status);
  const { user, token } = await answer.json();
  if (user !== form.dataset.user) return "other";
  for (const input of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) input.value = token;
  return "same";
}

function refused(who) {
  say(who === "other" ? status.dataset.other : "", { signedOut: who === "" });
}

async function send(make) {
  const limit = () => ({ signal: AbortSignal.timeout(10000) });
  let answer = await post(make(), limit());
  if (answer.status === 403 || answer.status === 401) {
    const who = await renew();
    if (who !== "same") {
      refused(who);
      return null;
    }
    answer = await post(make(), limit());
  }
  if (answer.status === 400 || answer.status === 413) throw new RangeError("too large");
  if (!answer.ok && answer.status !== 409) throw new Error(answer.status);
  return answer.json();
}

function replace(place, html) {
  if (!place || place.dataset.shown === html) return false;
  const focused = place.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  place.dataset.shown = html;
  place.innerHTML = html;
  if (focused) [...place.querySelectorAll("a")].find((link) => link.getAttribute("href") === focused)?.focus();
  return true;
}

function show(told) {
  replace(document.querySelector("[data-present]"), told.present ?? "");
  const list = document.querySelector("[data-checklist]");
  if (told.checklist !== undefined && replace(list, told.checklist)) {
    const heads = [...list.querySelectorAll("h2, .whole")].map((head) => head.textContent.replace(/\s+/g, " ").trim());
    const said = document.querySelector("[data-checklist-said]");
    if (said.textContent !== heads.join(". ")) said.textContent = heads.join(". ");
  }
}

async function keep() {
  clearTimeout(timer);
  if (busy) return;
  const upTo = typed;
  since = null;
  let failed = true;
  busy = send(body);
  try {
    const told = await busy;
    if (told) {
      show(told);
      const at = told.kept && status.dataset.kept.replace("{time}", told.kept);
      say([at, told.problem].filter(Boolean).join(". "), { bad: Boolean(told.problem) });
      failed = !told.kept;
      if (told.kept) {
        kept = upTo;
        form.dispatchEvent(new CustomEvent("desk:kept", { detail: { all: kept === typed } }));
      }
    }
  } catch (fault) {
    const { large, failure, offline } = status.dataset;
    say(fault instanceof RangeError ? large : fault.message > 0 ? failure : offline);
  } finally {
    busy = null;
  }
  if (kept < typed && !stopped) plan(failed ? AGAIN : soon());
}

function plan(wait) {
  clearTimeout(timer);
  timer = setTimeout(keep, wait);
}

const soon = () => Math.max(0, Math.min(QUIET, since + LONGEST - performance.now()));

function changed(event) {
  if (event.target.form !== form || stopped) return;
  typed += 1;
  since ??= performance.now();
  plan(soon());
}

document.addEventListener("input", changed);
document.addEventListener("change", changed);

// Leaving: what is not kept yet goes along with the farewell.
function farewell(leaving) {
  if (stopped) return;
  const extra = leaving ? { leaving: "1" } : {};
  if (kept === typed && !leaving) return;
  const data = kept < typed ? body(extra) : beat(extra);
  post(data, { keepalive: true }).catch(() => kept < typed && post(data).catch(() => {}));
}
addEventListener("pagehide", () => farewell(true));
document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && farewell(false));
addEventListener("pageshow", (event) => event.persisted && pulse());

async function pulse() {
  if (stopped || busy) return;
  if (kept < typed || !out.hidden) return keep();
  try {
    const told = await send(beat);
    if (told) show(told);
  } catch {
    // The next change of the text will say so.
  }
}
setInterval(pulse, BEAT);
addEventListener("online", () => kept < typed && keep());
addEventListener("focus", () => out.hidden || keep());
pulse();

// Saving: never into the void of an ended session.
form.addEventListener("submit", async (event) => {
  if (stopped) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  let who = "same";
  try {
    who = await renew();
  } catch {
    say(status.dataset.offline);
    return;
  }
  if (who !== "same") {
    refused(who);
    return;
  }
  stopped = true;
  clearTimeout(timer);
  form.requestSubmit(event.submitter);
}, true);
addEventListener("pageshow", (event) => { if (event.persisted) stopped = false; });

document.querySelector("form[data-drop]")?.addEventListener("submit", () => {
  stopped = true;
  form.dispatchEvent(new CustomEvent("desk:kept", { detail: { all: true } }));
});

// The checklist leads to the field, where typing goes on.
document.querySelector("[data-checklist]")?.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-field]");
  const scope = link?.hash.startsWith("#use-") ? document.querySelector(link.hash) : form;
  const field = link && scope?.querySelector(`.field-${link.dataset.field}`);
  const target = field?.querySelector(".ProseMirror[contenteditable=true]") ?? field?.querySelector("input:not([type=hidden]), textarea, select, button");
  if (!target) return;
  event.preventDefault();
  target.closest("details")?.setAttribute("open", "");
  target.focus();
  target.scrollIntoView({ block: "center" });
});

// Two texts: what is chosen stands in the form at once, and whoever types there chooses the form.
const editorOf = (name) => form.elements[name]?.closest?.(".prose-editor")?.querySelector(".ProseMirror[contenteditable=true]")?.editor;

function put(name, value) {
  const editor = editorOf(name);
  if (editor) {
    editor.commands.setContent(value, { emitUpdate: true });
    return;
  }
  const fields = [...form.elements].filter((field) => field.name === name);
  const wanted = value.split(" ");
  for (const field of fields) {
    if (field.type === "checkbox") field.checked = wanted.includes(field.value);
    else if (field.multiple) for (const option of field.options) option.selected = wanted.includes(option.value);
    else field.value = value;
  }
  fields[0]?.dispatchEvent(new Event("change", { bubbles: true }));
}

const value = (name) => {
  const fields = [...form.elements].filter((field) => field.name === name);
  if (fields[0]?.type === "checkbox") return fields.filter((field) => field.checked).map((field) => field.value).join(" ");
  return fields[0]?.multiple ? [...fields[0].selectedOptions].map((option) => option.value).join(" ") : fields[0]?.value;
};

for (const choice of document.querySelectorAll("[data-choice]")) {
  const name = choice.dataset.choice;
  const theirs = choice.querySelector("[data-theirs]");
  if (!theirs) continue;
  let mine = value(name);
  let putting = false;
  const take = (what) => {
    putting = true;
    if (what === "theirs") mine = value(name);
    put(name, what === "theirs" ? theirs.value : mine);
    putting = false;
  };
  choice.addEventListener("change", (event) => event.target.name === `take_${name}` && take(event.target.value));
  document.addEventListener("input", (event) => {
    if (putting || event.target.form !== form || event.target.name !== name) return;
    choice.querySelector("[value=mine]").checked = true;
  });
  if (choice.querySelector("[value=theirs]").checked) addEventListener("load", () => setTimeout(() => take("theirs")));
}
