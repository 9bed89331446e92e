"""Who said what: a text → the passages in it that are somebody's words. Pure, explainable, linear.

No model is trained and nothing is looked up: each label comes from a pattern of the language, and names it. The labels
are those of an annotator who reads sentence by sentence:

- `A`, attributed: a cue with a speaker, and what that speaker said, thinks or instructs; or a quotation with its
  speaker;
- `C`, continuation: the words of the same speaker go on without a cue of their own, in the same paragraph or
  quotation;
- `N`, narration: all else.

A passage is one `A` with the continuations that belong to it.
"""

from .document import Document, Sentence
from .labels import Known, Label, Passage, Said
from .passages import LANGUAGES, extract, label

__all__ = ["LANGUAGES", "Document", "Known", "Label", "Passage", "Said", "Sentence", "extract", "label"]
