"""Texts that Hypothesis draws, in the letters of the three languages."""

from hypothesis import settings
from hypothesis import strategies as st

quick = settings(deadline=None, max_examples=80)

# Letters of the three languages, spaces that copied text brings, marks that compose, and markup's own characters.
letters = "abcе́Eéжәғқңөұүһійщ AZЖҚ0 9"
awkward = "\u00a0\u2009\u202f\u00ad\u200b\ufeff\t\r\n\u2028 \u0301\u0338\u0327<>&;\"'=«»—-.,"
prose = st.text(st.sampled_from(letters + " .,«»—\n"), max_size=80)
anything = st.text(st.one_of(st.sampled_from(letters + awkward), st.characters()), max_size=60)
word = st.text(st.sampled_from("аәбвгғқңөabcde"), min_size=1, max_size=7)
sentence = st.lists(word, min_size=3, max_size=10).map(lambda parts: " ".join(parts).capitalize() + ".")
document = st.lists(st.lists(sentence, min_size=1, max_size=4).map(" ".join), min_size=1, max_size=5).map("\n\n".join)
written = st.text(st.sampled_from((letters + awkward).replace("\u0338", "")), max_size=60)


def long_text(count=400):
    return "\n\n".join(
        f"Paragraph {n} says that measure {n * 7} of programme {n % 13} helps region {n % 17} and its people {n * 3}."
        for n in range(count)
    )
