// The editor's own extension "CleanPaste" (settings.DJANGO_PROSE_EDITOR_EXTENSIONS).
import { Extension, Plugin } from "django-prose-editor/editor";

import { clean } from "./paste.js";

export const CleanPaste = Extension.create({
  name: "cleanPaste",
  addProseMirrorPlugins() {
    return [
      new Plugin({
        props: {
          // What was copied in the editor itself says so, and is its own HTML already.
          transformPastedHTML: (html) => (/\sdata-pm-slice=/.test(html) ? html : clean(html)),
        },
      }),
    ];
  },
});
