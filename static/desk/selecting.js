// From words selected in a page to offsets of the plain text.

const points = (string) => [...string].length;

// The passage that a range covers, in code points of the plain text: {start, end, quote}, or null.
// Every [data-at] holds one piece of text and says at which code point it begins.
export function passage(range, body) {
  let start = null;
  let end = null;
  let quote = "";
  for (const piece of body.querySelectorAll("[data-at]")) {
    const node = piece.firstChild;
    if (!node || !range.intersectsNode(node)) continue;
    const from = range.startContainer === node ? range.startOffset : 0;
    const to = range.endContainer === node ? range.endOffset : node.data.length;
    const words = node.data.slice(from, to);
    if (!words.trim()) continue;
    const at = Number(piece.dataset.at);
    if (start === null) start = at + points(node.data.slice(0, from)) + points(words) - points(words.trimStart());
    else quote += quote && at > end + 1 ? " " : "";
    end = at + points(node.data.slice(0, from)) + points(words.trimEnd());
    quote += words;
  }
  return start === null || end <= start ? null : { start, end, quote: quote.trim() };
}
