// A passage may be in several pieces: they light up together.
const lit = (key, on) => {
  for (const piece of document.querySelectorAll(`[data-said="${CSS.escape(key)}"]`)) piece.classList.toggle("lit", on);
};
const keyOf = (event) => event.target.closest("[data-said]")?.dataset.said;
for (const [begin, end] of [["mouseover", "mouseout"], ["focusin", "focusout"]]) {
  document.addEventListener(begin, (event) => keyOf(event) && lit(keyOf(event), true));
  document.addEventListener(end, (event) => keyOf(event) && lit(keyOf(event), false));
}
