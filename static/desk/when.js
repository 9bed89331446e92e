// While a time is chosen, the sentence of what will happen follows. Its words come from the server alone.
const PAUSE = 250, REFRESH = 20_000; // milliseconds

for (const box of document.querySelectorAll("[data-when]")) {
  const form = box.closest("form");
  let timer, asked;

  const ask = async (live) => {
    asked?.abort();
    asked = new AbortController();
    const typed = new FormData(form), address = new URL(box.dataset.when, location.href);
    for (const name of ["when", "at_0", "at_1"]) address.searchParams.set(name, typed.get(name) ?? "");
    try {
      const answer = await fetch(address, { signal: asked.signal });
      if (!answer.ok || answer.redirected) return;
      const html = await answer.text();
      // That time passes by itself is not read out.
      box.ariaLive = live;
      if (html.trim() !== box.innerHTML.trim()) box.innerHTML = html;
    } catch { /* No answer: the sentence is told again after the button. */ }
  };

  const soon = (event) => {
    if (!["when", "at_0", "at_1"].includes(event.target.name)) return;
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE, "polite");
  };
  form.addEventListener("input", soon);
  addEventListener("pageshow", () => ask("polite"));
  setInterval(() => document.hidden || ask("off"), REFRESH);
}
