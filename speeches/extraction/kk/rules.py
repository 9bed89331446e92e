"""The rules of Kazakh for one text: the cue of a sentence and its speaker, and whether words go on without one."""

from collections.abc import Sequence

from ..document import DASHES, Document, Sentence
from ..flow import Cue
from ..labels import DIRECT, INDIRECT, MIXED, Known
from ..people import Person, Register
from .endings import GENITIVE, NOMINATIVE, bare_names
from .going_on import Scene, reason
from .lists import listed
from .names import Mention, is_surname, mentions, subject_body
from .speakers import People
from .tokens import QUOTE, Outside, capitals, outside, tokenise
from .verbs import CONVERB, DEP, FINITE, LIKENESS, Report, has_clause, has_content, last_word, report_at
from .words import ACCORDING, CERTAIN, GROUPS, IS_SAID, LEANING, LETTERS, OF_OFFICE, STANCES

_POSSESSED = listed("ының інің ында інде ына іне ынан інен")


class Rules:
    """See `speeches.extraction.flow.Rules`."""

    def __init__(self, document: Document, known: Sequence[Known]):
        self.people = People(known, capitals(document))
        self.register: Register = self.people.register
        self._topic: Person | None = None  # the subject of the sentence before: whom "ол" and a missing subject mean
        self._dialogue = False
        self._outside = Outside()
        self._mentions: list[Mention] = []
        self.people.introduce(mentions(tokenise(document.title), self.people), headline=True)
        for sentence in document.sentences:
            self.people.introduce(mentions(outside(sentence).tokens, self.people))

    def cue(self, sentence: Sentence) -> Cue | None:
        """The cue in the sentence, with its speaker; None where it has none."""
        if sentence.number == 1:
            self._dialogue = sentence.words[:1] in DASHES
        self._outside = outside(sentence, self._dialogue)
        self._mentions = mentions(self._outside.tokens, self.people)
        found = self._spoken() or self._according() or self._final() or self._midway() or self._colon()
        self._look_around(found)
        if found and self._outside.spoken >= 0:
            self._dialogue = False
        return found

    def goes_on(self, sentence: Sentence, speaker: Person) -> str:
        """Why the words of `speaker` go on in this sentence without a cue; "" if they do not."""
        subject = self._first_nominative(len(self._outside.tokens))
        why = reason(Scene(self._outside.tokens, subject, self._mentions))
        if why:
            self._topic = speaker
        return why

    # The cues, each with its pattern.

    def _spoken(self) -> Cue | None:
        """«…», – деді X; – …, – деп атап өтті X."""
        tokens, start = self._outside.tokens, self._outside.spoken
        if start < 0:
            return self._written()
        reports = (report_at(tokens, at) for at in range(start, min(start + 5, len(tokens))))
        end = next((report.end for report in reports if report and report.kind == FINITE), start + 2)
        after = [mention for mention in self._mentions if mention.start >= end and self._may_speak(mention)]
        before = [mention for mention in self._mentions if mention.start < start and self._may_speak(mention)]
        if not (after or before) and any(subject_body(token.low) for token in tokens[end:]):
            return None
        speaker = self._person((after or before or [None])[0]) or self._stranger(end, len(tokens)) or self._topic
        return self._made(speaker, start, end, DIRECT, "quotation, speaker after")

    def _written(self) -> Cue | None:
        """«…», – делінген Президенттің жеделхатында: the words are the writer's."""
        tokens = self._outside.tokens
        at = next((at for at, token in enumerate(tokens) if token.low in IS_SAID), -1)
        if at < 0 or not self._outside.quotes or not any(token.low.startswith(LETTERS) for token in tokens[at:]):
            return None
        writer = next((m for m in self._mentions if m.start > at and m.case == GENITIVE), None)
        speaker = self._person(writer) if writer else self._topic
        return self._made(speaker, at, at + 1, DIRECT, "somebody's letter says")

    def _according(self) -> Cue | None:
        """X-тың айтуынша, … · X-тың сөзіне қарағанда, …"""
        tokens = self._outside.tokens
        for at, token in enumerate(tokens):
            end = at + 1
            if at and token.low in LEANING and tokens[at - 1].low in LEANING[token.low]:
                at -= 1
            elif not (token.low in ACCORDING or token.low.endswith(("уынша", "уінше"))):
                continue
            owner = next((m for m in reversed(self._mentions) if at - 2 <= m.end <= at and m.case == GENITIVE), None)
            if owner:
                start = owner.end + (owner.end < at and tokens[owner.end].low in ("өз", "жеке"))
                if self._is_group(owner):
                    return None
                return self._made(self._person(owner), start, end, self._mode(), "according to")
            if at == 0 or tokens[at - 1].text == ",":
                return self._made(self._topic, at, end, self._mode(), "according to")
            if tokens[at - 1].is_capital and tokens[at - 1].low.endswith(("ың", "ің")):
                name = bare_names(tokens[at - 1].text)[0]
                if is_surname(name):
                    return self._made(self.register.meet([name]), at, end, self._mode(), "according to")
        return None

    def _final(self) -> Cue | None:
        """… екенін айтты · …-уды тапсырды · … деп санайды · … деген пікірде: the clause ends with the report."""
        tokens = self._outside.tokens
        last = self._mentions[-1] if self._mentions else None
        if last and self._may_speak(last) and not any(token.is_word for token in tokens[last.end :]):
            report = self._report_before(last.start)
            if report:
                return self._reported(report, self._person(last))
        for end in [len(tokens), *(at for at, token in enumerate(tokens) if token.text == ":")]:
            if report := self._report_before(end):
                return self._reported(report, self._subject(report.start))
            if stance := self._stance(end):
                return stance
        return None

    def _report_before(self, end: int) -> Report | None:
        tokens = self._outside.tokens
        at = last_word(tokens, end)
        report = report_at(tokens, at) if at >= 0 else None
        if report is None or report.kind == LIKENESS:
            return None
        if report.kind == CONVERB and not (at + 1 < end and tokens[at + 1].is_word):
            return None
        if report.verb.needs and not has_content(tokens, report, len(self._outside.quotes)):
            return None
        return report

    def _reported(self, report: Report, speaker: Person | None) -> Cue | None:
        tokens = self._outside.tokens
        mode = self._mode()
        if any(token.text == QUOTE for token in tokens[report.end :]) and tokens[report.end].text == ":":
            return self._made(speaker, report.start, report.end, DIRECT, "verb, then the quotation")
        if tokens[report.start].low in DEP:
            quoted = report.start and tokens[report.start - 1].text == QUOTE
            if quoted and report.verb.stem != "ата" and self._outside.quotes[-1][:1].isupper():
                mode = DIRECT
            elif quoted:
                mode = MIXED
            return self._made(speaker, report.start, report.end, mode, "words and деп + verb")
        pattern = "clause and verb" if has_clause(tokens, report.start) else "verb ends the sentence"
        return self._made(speaker, report.start, report.end, mode, pattern)

    def _stance(self, end: int) -> Cue | None:
        """… деген пікірде · … болатынына сенімді."""
        tokens = self._outside.tokens
        at = last_word(tokens, end)
        if at > 0 and tokens[at].low in STANCES and tokens[at - 1].low == "деген":
            return self._made(self._subject(at - 1), at - 1, at + 1, self._mode(), "is of the opinion")
        if at > 0 and tokens[at].low in CERTAIN and has_clause(tokens, at):
            return self._made(self._subject(at), at, at + 1, self._mode(), "is of the opinion")
        return None

    def _midway(self) -> Cue | None:
        """X … екенін айтып, …; X атап өткендей, …: the report is not what the sentence ends with."""
        tokens = self._outside.tokens
        for at in range(len(tokens) - 1):
            report = report_at(tokens, at)
            if report is None:
                continue
            if report.kind == LIKENESS:
                told = self._first_nominative(report.start)
                if told:
                    return self._made(self._person(told), report.start, report.end, self._mode(), "as somebody said")
            elif tokens[at + 1].text in (",", "және", "әрі", ";") and has_clause(tokens, report.start):
                speaker = self._subject(report.start)
                return self._made(speaker, report.start, report.end, self._mode(), "clause and verb, then more")
        return None

    def _colon(self) -> Cue | None:
        """X: «…» The name is all the cue there is."""
        tokens = self._outside.tokens
        for mention in self._mentions:
            following = [token.text for token in tokens[mention.end : mention.end + 2]]
            if following == [":", QUOTE] and self._may_speak(mention):
                start = max(mention.start, mention.end - 3)
                return self._made(self._person(mention), start, mention.end, DIRECT, "name and quotation")
        return None

    # Who speaks.

    def _subject(self, end: int) -> Person | None:
        """Who is the subject of the verb at `end`: the first nominative; if there is none, the subject before."""
        tokens = self._outside.tokens
        mention = self._first_nominative(end)
        body = next((at for at, token in enumerate(tokens[:end]) if subject_body(token.low)), end)
        if mention and mention.start <= body:
            return None if self._is_group(mention) else self._person(mention)
        if body < end:
            return None
        return self._stranger(0, end) or self._topic

    def _first_nominative(self, end: int) -> Mention | None:
        found = (m for m in self._mentions if m.end <= end and m.case == NOMINATIVE)
        return next((m for m in found if self._may_speak(m) or self._is_group(m)), None)

    def _may_speak(self, mention: Mention) -> bool:
        """Whether the mention may be the subject: a nominative that does not say whose something is."""
        if mention.case != NOMINATIVE or self._is_group(mention):
            return False
        tokens = self._outside.tokens
        following = tokens[mention.end].low if mention.end < len(tokens) else ""
        counted = mention.start and tokens[mention.start - 1].text[-1:].isdigit()
        belongs = mention.plural and len(following) > 6 and following.endswith(_POSSESSED)
        if not mention.name and (counted or belongs):  # 600 студент; ақсақалдар алқасының мүшесі
            return False
        return bool(mention.name) or not following.startswith(OF_OFFICE)

    @staticmethod
    def _is_group(mention: Mention) -> bool:
        return mention.plural and mention.role in GROUPS

    def _person(self, mention: Mention | None) -> Person | None:
        if mention is None:
            return None
        return self._topic if mention.pronoun else self.people.person(mention)

    def _stranger(self, start: int, end: int) -> Person | None:
        """Somebody with two names whom nobody introduced."""
        tokens = self._outside.tokens
        for at in range(start, end - 1):
            first, last = tokens[at], tokens[at + 1]
            if (
                self.people.may_be_named(first)
                and self.people.may_be_named(last)
                and bare_names(last.text)[0] == last.text
            ):
                if at + 2 < len(tokens) and subject_body(tokens[at + 2].low):
                    continue
                return self.register.meet([first.text, last.text])
        return None

    def _look_around(self, found: Cue | None):
        """Keeps who was spoken of, and the subject."""
        singular = [mention for mention in self._mentions if not mention.pronoun and not mention.plural]
        for mention in reversed(singular):
            if person := self.people.person(mention, new=False):
                self.register.touch(person)
        if found:
            self._topic = found.speaker
            return
        subject = self._first_nominative(len(self._outside.tokens))
        if subject and not subject.plural and not subject.pronoun:
            self._topic = self.people.person(subject, new=False) or self._topic

    # How it is told.

    def _mode(self) -> str:
        """Mixed where a quotation is part of the newsroom's sentence; names and titles of things begin in capitals."""
        return MIXED if any(quote.lstrip('«“" ')[:1].islower() for quote in self._outside.quotes) else INDIRECT

    def _made(self, speaker: Person | None, start: int, end: int, mode: str, pattern: str) -> Cue | None:
        if speaker is None:
            return None
        cue = " ".join(token.text for token in self._outside.tokens[start:end])
        return Cue(speaker, cue, mode, pattern)
