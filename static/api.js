// Runs the examples of the page about the interface for programs. Without it each is a link.
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
