// What the scripts of the form share. It does nothing by itself: a module may be loaded under two names.

/** `text` with each {name} replaced from `values`. */
export const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

/** Tells the form that a script has changed an input, as if somebody had typed. */
export function tell(input) {
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

/** Puts a value into an input, and tells of it where it is another. */
export function give(input, value) {
  if (!input || input.value === String(value)) return;
  input.value = value;
  tell(input);
}

/** An input of a row, by the last part of its name. */
export const field = (row, name) => row.querySelector(`[name$="-${name}"]`);
