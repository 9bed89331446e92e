// What is pasted into the text, cleaned: paragraphs, headings, lists, quotations, tables, links, bold and italic stay;
// all else goes. Nothing here touches the page: the clipboard's HTML is parsed into a document that loads and runs nothing.
//
// The HTML is read into a flat row of blocks, each with its quotation depth and its place in a list, and written anew from
// it. Word's paragraphs that only look like a list, Word Online's lists of one item each and Google's lists that stand
// directly in lists all become the same row.

const GONE = new Set(
  ("script style title template noscript iframe object embed applet svg math img picture video audio source canvas map xml " +
   "button input select textarea option nav del s strike hr link meta").split(" "));
const BLOCKS = new Set(
  ("p div section article header footer main aside address pre center figure figcaption dl dt dd fieldset legend form body " +
   "details summary caption blockquote h1 h2 h3 h4 h5 h6 ul ol menu dir li table").split(" "));
const MARKS = ["href", "strong", "em", "sup", "sub"];
const DEEPEST_QUOTE = 3;
const MOST_CELLS = 100;
// Bullets as Word, Pages and PDF readers write them; those of Symbol and Wingdings lie in the private use area.
const BULLET = /^[\s\u00a0]*([•▪◦●■▶►➢❖\uf0a0-\uf0ff])[\s\u00a0]+/u;
const LIST_PARAGRAPH_MARKER = /^[\s\u00a0]*([·•▪◦●■▶►➢❖§o\-–\uf0a0-\uf0ff]|\(?(?:\d{1,3}|\p{L}{1,4})(?:\.\d{1,3})*[.)])[\s\u00a0]{2,}/u;
const NUMBER = /^\(?(?:\d{1,3}|\p{L}{1,4})(?:\.\d{1,3})*[.)]+$|^\d{1,3}(?:\.\d{1,3})*$/u;
// Soft hyphens, zero widths, controls, marks that reorder text: nobody sees them, and the desk refuses some.
const UNSEEN = /[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;

const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;")
  .replace(/\u00a0/g, "&nbsp;");
const styleOf = (element) => (element.getAttribute("data-style") ?? element.getAttribute("style") ?? "").toLowerCase();
const classOf = (element) => element.getAttribute("class") ?? "";

function property(style, name) {
  const found = style.match(new RegExp(`(?:^|;)\\s*${name}\\s*:\\s*([^;]*)`));
  return found ? found[1].trim() : "";
}

// Comments, tracked deletions, footnotes, hidden text, and the bullet that Word writes beside an item.
function isGone(element, style) {
  const name = element.localName;
  if (GONE.has(name) || /^(?:v|w|m):/.test(name) || element.hidden) return true;
  if (/mso-element:\s*(?:footnote|endnote|comment)|mso-(?:footnote|endnote)-id|mso-special-character:\s*(?:comment|footnote)|mso-list:\s*ignore|mso-hide:\s*all/.test(style)) return true;
  if (property(style, "display") === "none" || /line-through/.test(property(style, "text-decoration(?:-line)?"))) return true;
  const classes = classOf(element);
  if (/MsoCommentReference|msocomanchor|MsoFootnoteReference|MsoEndnoteReference|FootnoteReference|EndnoteReference|TrackChangeDeleted|TrackedDeletion|sdfootnoteanc|sdendnoteanc/.test(classes)) return true;
  if (name === "div" && /^sd(?:foot|end)note\d/.test(element.id)) return true;
  if (name === "a" && /^#(?:cmnt|_ftn|_edn|_msocom|ftnt|sdfootnote|sdendnote)/.test(element.getAttribute("href") ?? "")) return true;
  return name === "figure" && !element.querySelector("table, blockquote, p, li") && !!element.querySelector("img, picture, video, svg");
}

// Whether an address can be one: a browser forgives hosts that the newsroom does not.
function leads(address) {
  try {
    return /^[a-z0-9.:\-_[\]]*$/.test(new URL(address).hostname);
  } catch {
    return false;
  }
}

function marksOf(element, style, marks) {
  const made = { ...marks };
  const name = element.localName;
  if (name === "b" || name === "strong") made.strong = true;
  if (name === "i" || name === "em") made.em = true;
  if (name === "sup" || name === "sub") made[name] = true;
  const weight = property(style, "font-weight");
  if (weight) made.strong = /^(?:bold|bolder|[6-9]00)/.test(weight);
  const slant = property(style, "font-style");
  if (slant) made.em = /^(?:italic|oblique)/.test(slant);
  const raised = ["span", "font", "a"].includes(name) ? property(style, "vertical-align") : "";
  if (raised === "super") made.sup = true;
  if (raised === "sub") made.sub = true;
  if (raised === "baseline") made.sup = made.sub = false;
  if (name === "a") {
    const address = (element.getAttribute("href") ?? "").replace(/[\u0000-\u0020\u007f]+/g, (gap) => (/^ +$/.test(gap) ? "%20" : "")).replace(/^(?:%20)+|(?:%20)+$/g, "");
    made.href = /^(?:https?:\/\/[^/]|mailto:.)/i.test(address) && leads(address) ? address : "";
  }
  return made;
}

// The bullet or number that Word writes beside a paragraph, for programs that know no lists.
function bulletOf(element) {
  const found = [...element.querySelectorAll("[data-style], [style]")].find((one) => /mso-list:\s*ignore/.test(styleOf(one)));
  return (found?.textContent ?? "").replace(/[\s\u00a0]+/g, "");
}

// "l0:level1" → whether Word's style sheet gives that level of a list a bullet.
function formatsOf(sheets) {
  const levels = sheets.toLowerCase().matchAll(/@list\s+(l\d+:level\d+)\s*\{([^}]*)\}/g);
  return new Map([...levels].map(([, level, rules]) => [level, /mso-level-number-format:\s*(?:bullet|image)/.test(rules)]));
}

// The place in a list of a paragraph of Word: its level, list and marker, and whether that is to be cut off; or null.
function wordItem(element, style, formats) {
  const classes = classOf(element);
  const told = style.match(/mso-list:\s*(l\d+)\s+level(\d+)(?:\s+(lfo\d+))?/);
  if (told) {
    const beside = bulletOf(element);
    const within = beside ? "" : element.textContent.match(LIST_PARAGRAPH_MARKER)?.[1] ?? "";
    const marker = beside || within || (formats.get(`${told[1]}:level${told[2]}`) === false ? "0." : "·");
    return { level: Number(told[2]), list: told[3] ?? told[1], marker, strip: within !== "" };
  }
  const found = element.textContent.match(/MsoList/.test(classes) ? LIST_PARAGRAPH_MARKER : BULLET);
  if (!found) return null;
  const indent = property(style, "margin-left").match(/^([\d.]+)(pt|in|cm)/);
  const points = indent ? Number(indent[1]) * { pt: 1, in: 72, cm: 28.35 }[indent[2]] : 36;
  return { level: Math.min(Math.max(Math.round(points / 36), 1), 9), list: "", marker: found[1], strip: true };
}

function headingOf(element, classes) {
  const tag = element.localName.match(/^h([1-6])$/);
  if (tag) return Number(tag[1]);
  if (element.getAttribute("role") === "heading") return Number(element.getAttribute("aria-level")) || 2;
  if (/(?:^|\s)MsoTitle(?:\s|$)/.test(classes)) return 1;
  return Number(classes.match(/(?:^|\s)MsoHeading(\d)/)?.[1] ?? (/(?:^|\s)MsoHeading(?:\s|$)/.test(classes) ? 2 : 0));
}

class Reader {
  constructor(formats) {
    this.formats = formats;
    this.blocks = [];
    this.run = [];
    this.lists = 0;
  }

  // Closes the paragraph that is being read. Two line breaks in a row are how the web parts paragraphs.
  close(where) {
    if (where.strip?.seen) this.run.push({ text: where.strip.seen, marks: {} });
    const pieces = [[]];
    let breaks = 0;
    for (const part of this.run) {
      if (part.line) { breaks += 1; continue; }
      if (breaks > 0 && part.text.trim() === "") continue;
      if (breaks > 1) pieces.push([]);
      else if (breaks === 1) pieces.at(-1).push({ line: true });
      breaks = 0;
      pieces.at(-1).push(part);
    }
    this.run = [];
    for (const piece of pieces) {
      const html = inline(folded(piece));
      if (html) this.put({ type: where.type ?? "p", html }, where);
    }
  }

  put(block, where) {
    const first = where.item && !where.item.begun;
    if (where.item) where.item.begun = true;
    this.blocks.push({ ...block, quote: where.quote ?? 0, item: where.item ?? null, first });
  }

  children(element, where, marks) {
    for (const child of element.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) this.text(child.data, where, marks);
      else if (child.nodeType === Node.ELEMENT_NODE) this.element(child, where, marks);
    }
  }

  text(data, where, marks) {
    let text = data.replace(/\u000b/g, "\n").replace(UNSEEN, "");
    if (where.strip) {
      const joined = where.strip.seen + text;
      const found = joined.match(where.strip.pattern);
      if (found) {
        text = joined.slice(found[0].length);
        where.strip = null;
      } else {
        where.strip.seen = joined;
        return;
      }
    }
    const lines = where.keepsLines ? text.split("\n") : [text];
    lines.forEach((line, number) => {
      if (number) this.run.push({ line: true, marks });
      if (line) this.run.push({ text: line.replace(/[ \t\r\n\f]+/g, " ").replace(/[ \u00a0]{2,}/g, " "), marks });
    });
  }

  element(element, where, marks) {
    const style = styleOf(element);
    const name = element.localName;
    if (isGone(element, style)) return;
    if (name === "br") {
      if (!/Apple-interchange-newline/.test(classOf(element))) this.run.push({ line: true, marks });
      return;
    }
    if (classOf(element) === "Apple-converted-space") { this.text(" ", where, marks); return; }
    const made = marksOf(element, style, marks);
    if (where.plain) made.strong = false;
    if (!BLOCKS.has(name)) {
      const raw = /(?:^|;)\s*white-space:\s*pre-(?:line)/.test(style);
      this.children(element, raw ? { ...where, keepsLines: true } : where, made);
      return;
    }
    this.close(where);
    if (name === "table") this.table(element, where, made);
    else this.block(element, style, where, made);
  }

  block(element, style, where, marks) {
    const name = element.localName;
    const classes = classOf(element);
    const inner = { ...where, strip: null };
    if (["ul", "ol", "menu", "dir"].includes(name)) {
      inner.list = { level: (where.list?.level ?? 0) + 1, ordered: name === "ol", id: `html${++this.lists}` };
      inner.item = where.item;
    } else if (name === "li") {
      const list = where.list ?? { level: 1, ordered: false, id: "stray" };
      const told = Number(element.dataset.ariaLevel);  // Word Online: each item in a list of its own
      inner.item = { level: told || list.level, ordered: list.ordered, id: told ? `online${element.dataset.listid ?? ""}` : list.id };
      inner.type = "p";
    } else if (name === "blockquote" || /(?:^|\s)Mso(?:Intense)?Quote/.test(classes)) {
      inner.quote = Math.min((where.quote ?? 0) + 1, DEEPEST_QUOTE);
    }
    const heading = headingOf(element, classes);
    if (heading && !where.item && !where.cell) {
      inner.type = `h${heading}`;
      marks = { ...marks, strong: false };
      inner.plain = true;
      // A numbered heading of Word keeps its number: readers are told "see section 2".
      const number = bulletOf(element);
      if (NUMBER.test(number)) this.run.push({ text: `${number} `, marks });
    } else if (["p", "div"].includes(name) && !element.querySelector("p, div, ul, ol, table")) {
      const found = wordItem(element, style, this.formats);
      if (found) {
        inner.item = { level: found.level, ordered: NUMBER.test(found.marker), id: `word${found.list}` };
        if (/^\(?(?:1|[aаi])[.)]+$/i.test(found.marker)) inner.item.restarts = true;
        inner.type = "p";
        if (found.strip) inner.strip = { seen: "", pattern: /MsoList/.test(classes) || /mso-list/.test(style) ? LIST_PARAGRAPH_MARKER : BULLET };
      }
    }
    if (name === "pre" || /(?:^|;)\s*white-space:\s*(?:pre-line)/.test(style)) inner.keepsLines = true;
    this.children(element, inner, marks);
    this.close(inner);
  }

  // A table of one cell and one that is there for the layout are read as what stands in them; a table in a table too.
  table(element, where, marks) {
    const rows = [...element.rows].slice(0, 1000);
    const cells = rows.flatMap((row) => [...row.cells]);
    const outer = { ...where, strip: null };
    for (const caption of element.querySelectorAll(":scope > caption")) this.element(caption, outer, marks);
    if (where.cell || cells.length < 2 || element.getAttribute("role") === "presentation") {
      for (const cell of cells) { this.children(cell, outer, marks); this.close(outer); }
      return;
    }
    const html = rows.map((row) => {
      const head = row.parentElement.localName === "thead";
      return `<tr>${[...row.cells].slice(0, MOST_CELLS).map((cell) => this.cell(cell, head)).join("")}</tr>`;
    }).join("");
    if (/<p>|<li>/.test(html)) this.put({ type: "table", html: `<table><tbody>${html}</tbody></table>` }, where);
  }

  cell(cell, head) {
    const name = head || cell.localName === "th" ? "th" : "td";
    const inner = new Reader(this.formats);
    const plain = name === "th";
    inner.children(cell, { cell: true, plain }, { ...marksOf(cell, styleOf(cell), {}), ...(plain && { strong: false }) });
    inner.close({ cell: true });
    const spans = ["colspan", "rowspan"].map((span) => [span, Number(cell.getAttribute(span))])
      .filter(([, value]) => Number.isInteger(value) && value > 1 && value <= MOST_CELLS)
      .map(([span, value]) => ` ${span}="${value}"`).join("");
    return `<${name}${spans}>${written(inner.blocks) || "<p></p>"}</${name}>`;
  }
}

// Spaces as they are seen: one where there are many, none at the ends of a line. A single no-break space between words
// ("5 млн") stays.
function folded(parts) {
  const kept = [];
  let last = " ";
  for (const part of parts) {
    if (part.line) {
      if (kept.length === 0) continue;
      kept.push(part);
      last = " ";
      continue;
    }
    let text = part.text;
    if (last === " ") text = text.replace(/^[ \u00a0]+/, "");
    else if (last === "\u00a0") text = text.replace(/^ +/, "");
    if (!text) continue;
    kept.push({ text, marks: part.marks });
    last = text.at(-1);
  }
  for (let place = kept.length - 1; place >= 0; place -= 1) {
    if (kept[place].line) {
      if (place === kept.length - 1) kept.pop();
      continue;
    }
    if (place === kept.length - 1 || kept[place + 1].line) {
      kept[place].text = kept[place].text.replace(/[ \u00a0]+$/, "");
      if (!kept[place].text) kept.splice(place, 1);
    }
  }
  return kept;
}

function inline(parts, names = MARKS) {
  if (names.length === 0) return parts.map((part) => (part.line ? "<br>" : escaped(part.text))).join("");
  const [name, ...others] = names;
  let html = "", start = 0;
  while (start < parts.length) {
    const value = parts[start].marks?.[name] || "";
    let end = start + 1;
    while (end < parts.length && ((parts[end].marks?.[name] || "") === value || (parts[end].line && (parts[end + 1]?.marks?.[name] || "") === value))) end += 1;
    const inner = inline(parts.slice(start, end), others);
    if (!value) html += inner;
    else if (name === "href" && parts.slice(start, end).every((part) => part.line || !part.text.trim())) html += inner;
    else if (name === "href") html += `<a href="${escaped(value)}">${inner}</a>`;
    else html += `<${name}>${inner}</${name}>`;
    start = end;
  }
  return html;
}

// The blocks as HTML: quotations around what has their depth, lists nested by the level of their items.
function written(blocks, depth = 0) {
  let html = "", place = 0;
  while (place < blocks.length) {
    const quoted = (blocks[place].quote ?? 0) > depth;
    let end = place + 1;
    while (end < blocks.length && ((blocks[end].quote ?? 0) > depth) === quoted) end += 1;
    const row = blocks.slice(place, end);
    html += quoted ? `<blockquote>${written(row, depth + 1)}</blockquote>` : listed(row);
    place = end;
  }
  return html;
}

function listed(blocks) {
  let html = "";
  const open = [];
  const shut = () => { html += `</li></${open.pop().tag}>`; };
  for (const block of blocks) {
    const { item } = block;
    const written = block.type === "table" ? block.html : `<${block.type}>${block.html}</${block.type}>`;
    if (!item) {
      while (open.length) shut();
      html += written;
      continue;
    }
    if (block.first || !open.length) {
      const tag = item.ordered ? "ol" : "ul";
      while (open.length && open.at(-1).level > item.level) shut();
      const same = open.at(-1)?.level === item.level ? open.at(-1) : null;
      const another = same && (same.tag !== tag || same.id !== item.id || (item.restarts && same.items > 0 && tag === "ol"));
      if (same && !another) {
        html += "</li><li>";
        same.items += 1;
      } else {
        if (same) shut();
        html += `<${tag}><li>`;
        open.push({ level: item.level, tag, id: item.id, items: 1 });
      }
    }
    html += written;
  }
  while (open.length) shut();
  return html;
}

// Headings of a release are h2 and h3. A single h1 is the title of what was copied; where there are more, they are sections.
function levelled(blocks) {
  const top = blocks.filter((block) => block.type === "h1").length > 1 ? 1 : 2;
  for (const block of blocks) {
    const level = Number(block.type.match(/^h(\d)$/)?.[1]);
    if (level) block.type = level <= top ? "h2" : "h3";
  }
  return blocks;
}

// Even of a document that shows and runs nothing, a browser reports inline style and handlers as violations of the page's
// policy. So they are parsed under other names, in tags alone: what is written of style= in the text stays.
const TAG = /<[a-z](?:[^<>"']|"[^"]*"|'[^']*')*>/gi;
const inert = (html) => html.replace(TAG, (tag) => tag.replace(
  /"[^"]*"|'[^']*'|[\s/](style|on[a-z]+)(?=\s*=)/gi, (part, name) => (name ? ` data-${name}` : part)));

/** HTML from a clipboard → the HTML of a release: what `text.sanitise` keeps, and nothing that is not seen. */
export function clean(html) {
  let sheets = "";
  const rest = html.replace(/<style\b[^>]*>([^]*?)<\/style\s*>/gi, (_, sheet) => { sheets += sheet; return ""; });
  const reader = new Reader(formatsOf(sheets));
  reader.children(new DOMParser().parseFromString(inert(rest), "text/html").body, {}, {});
  reader.close({});
  return written(levelled(reader.blocks));
}
