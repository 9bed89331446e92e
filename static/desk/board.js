// Countdowns on the first page: the server wrote what was true when it was made; here it goes on being true.
const board = document.querySelector(".board");
const wording = board?.dataset ?? {};

function words(minutes) {
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor(minutes / 60);
  const which = days ? wording.aheadD : hours ? wording.aheadH : wording.aheadM;
  return which.replace("{d}", days).replace("{h}", days ? hours % 24 : hours).replace("{m}", minutes % 60);
}

function tick() {
  for (const time of document.querySelectorAll("time[data-countdown]")) {
    const left = Math.floor((Date.parse(time.dateTime) - Date.now()) / 60000);
    const text = left < 0 ? wording.come : words(left);
    if (time.textContent !== text) time.textContent = text;
  }
}

if (board) {
  tick();
  setInterval(tick, 5000);
}
