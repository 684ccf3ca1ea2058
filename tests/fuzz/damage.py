"""Ways in which files are damaged: cut, spliced, overwritten, and strewn with what parsers dislike."""

from hypothesis import settings
from hypothesis import strategies as st

fewer = settings(max_examples=settings().max_examples // 2)  # for readers that take their time

NASTY = (
    *(b"\0", b"\xff", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\xe2\x80\xae", b"\xc2\xa0"),  # what is no letter
    *(b"\r", b"\r\n", b"\n\n", b'"', b'""', b"'", b",", b";", b"\t", b"|"),  # what parts cells and rows
    *(
        b"NaN",
        b"inf",
        b"-0",
        b"1e999",
        b"9" * 400,
        b"-" * 50,
        b"0x1F",
        b"1_000",
        b"0o17",
        b"180.0000001",
        b"1.00000001",
    ),
    *(b"=cmd|' /C calc'!A0", b"@SUM(1)", b"&#0;", b"&#xD800;"),  # what runs, or stands for something else
    *(b"{", b"}", b"[" * 200, b"]", b"{" * 200, b":", b"- ", b"? ", b"| ", b"#", b"---\n", b"%YAML 9", b"null", b"~"),
    *(b"&a ", b"*a", b"!!python/object:os.system ", b"<<: ", b"true", b"12:30:45"),
    *(b"2016-02-30", b"9999-12-31T23:59:59-23:59", b"0001-01-01T00:00+23:59"),
)

bits = st.one_of(st.sampled_from(NASTY), st.binary(max_size=8))


@st.composite
def damaged(draw: st.DrawFn, whole: bytes, most: int = 4) -> bytes:
    """A copy of a file with a few damages: something cut out, put in, doubled, overwritten, or the end torn off."""
    data = whole
    for _ in range(draw(st.integers(1, most))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 40)))
        kind = draw(st.sampled_from(("cut", "put", "over", "double", "tear")))
        if kind == "cut":
            data = data[:start] + data[end:]
        elif kind == "put":
            data = data[:start] + draw(bits) + data[start:]
        elif kind == "over":
            data = data[:start] + draw(bits) + data[end:]
        elif kind == "double":
            data = data[:end] + data[start:]
        else:
            data = data[:start]
    return data


@st.composite
def worded(draw: st.DrawFn, whole: str, words: tuple[str, ...]) -> bytes:
    """A copy of a text with some of its own words put where others stand."""
    text = whole
    for _ in range(draw(st.integers(1, 4))):
        old, new = draw(st.sampled_from(words)), draw(st.sampled_from(words))
        text = text.replace(old, new, draw(st.integers(1, 3)))
    return text.encode()


# Trees of JSON or YAML with what nobody expects in them.
odd_values = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(2**70), 2**70),
        st.floats(),
        st.text(max_size=8),
        st.sampled_from(("", "unknown", "nobody", "a_to_b", "attack", "2016-02-27T00:00Z", "1e999", "NaN", "9" * 5000)),
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
