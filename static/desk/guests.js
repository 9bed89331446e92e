// A button beside the address of each review link copies it; without this the address is there to be selected.
for (const button of document.querySelectorAll(".review-links .copy")) {
  const field = button.previousElementSibling;
  const label = button.textContent;
  button.setAttribute("aria-live", "polite");
  button.hidden = false;
  field.addEventListener("focus", () => field.select());
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(field.value);
    } catch { // no permission, or no secure connection
      field.select();
      document.execCommand("copy");
      button.focus();
    }
    button.textContent = button.dataset.copied;
    setTimeout(() => { button.textContent = label; }, 2000);
  });
}
