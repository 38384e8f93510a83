from hypothesis import given
from hypothesis import strategies as st

from alphabets import ANY
from reflog.domain.contacts import is_handle
from reflog.domain.names import equal, fold, is_cjk, search_text, slug, words_of
from rows import each_row


@each_row(
    ("text", "folded"),
    [
        ("José", "jose"),
        ("Jose\u0301", "jose"),
        ("Müller", "muller"),
        ("İstanbul", "istanbul"),
        ("IŞIK Is\u0131k", "isik isik"),
        ("Łukasz", "lukasz"),
        ("Søren Ærø", "soren aero"),
        ("Straße", "strasse"),
        ("Þór Guðmundsson", "thor gudmundsson"),
        ("Đặng Thị", "dang thi"),
        ("Gaŀla", "galla"),
        ("Zoë Œuvre", "zoe oeuvre"),
        ("Ἀλέξανδρος", "αλεξανδροσ"),
        ("Алёна Андрей", "алена андреи"),
        ("O\u2019Neill", "o'neill"),
        ("O\u00b4Neill", "o'neill"),
        ("Jean\u2011Luc", "jean-luc"),
        ("  Fred \t\n Moss\u00a0", "fred moss"),
        ("\uff26\uff52\uff45\uff44", "fred"),
        ("Fr\u00aded\u200b Moss\u200e", "fred moss"),
    ],
)
def test_folding_takes_case_accents_and_typography_away(text: str, folded: str) -> None:
    assert fold(text) == folded


@each_row("text", ["王小明", "محمد", "مُحَمَّد", "हिन्दी", "김철수", "ガンダム", "สมชาย", "שָׁלוֹם", "🦊"])
def test_other_scripts_keep_their_marks(text: str) -> None:
    assert equal(text, text)
    assert len(fold(text)) == len(text)


def test_korean_comes_out_composed() -> None:
    assert fold("\u1100\u1175\u11b7") == "김" == fold("김")


def test_a_variation_of_a_character_is_that_character() -> None:
    assert equal("葛\U000e0100城", "葛城")


@given(st.text(ANY))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_folding_any_one_character_twice_is_folding_it_once() -> None:
    changed = {c: once for c in map(chr, range(0x20000)) if (once := fold(c)) != c}
    assert [c for c, once in changed.items() if fold(once) != once] == []


@given(st.text(ANY))
def test_case_never_matters_to_folding(text: str) -> None:
    assert fold(text.lower()) == fold(text)


@given(st.text(st.characters(max_codepoint=127)))
def test_plain_text_is_folded_like_any_other(text: str) -> None:
    assert fold(text) == fold(text + " é").removesuffix("e").rstrip()


@each_row(
    ("text", "expected"),
    [
        ("Fred Moss", ("fred", "moss")),
        ("O'Neill", ("o'neill",)),
        ("Jean-Luc", ("jean", "luc")),
        ("J. R. Smith", ("j", "r", "smith")),
        ("'Bob' (Robert) & Co.", ("bob", "robert", "co")),
        ("हिन्दी", ("हिन्दी",)),
        ("约翰·史密斯", ("约翰", "史密斯")),
        ("ジョン・スミス", ("ジョン", "スミス")),
        ("Studio 54", ("studio", "54")),
        ("🦊", ()),
        ("", ()),
    ],
)
def test_words_are_letters_digits_marks_and_inner_apostrophes(
    text: str, expected: tuple[str, ...]
) -> None:
    assert words_of(text) == expected


@each_row(
    ("text", "expected"),
    [
        ("Fred Moss", "fred moss"),
        ("José", "jose"),
        ("在东京见面", "在 东 京 见 面"),
        ("met 王小明 today", "met 王 小 明 today"),
        ("ABC東京XYZ", "abc 東 京 xyz"),
        ("김철수 사장", "김철수 사장"),
        ("ที่", "ที่"),
        ("ไทย", "ไ ท ย"),
    ],
)
def test_scripts_without_spaces_are_indexed_by_character(text: str, expected: str) -> None:
    assert search_text(text) == expected


@given(st.text(ANY))
def test_a_search_text_is_the_folded_text_but_for_spaces(text: str) -> None:
    assert search_text(text).replace(" ", "") == fold(text).replace(" ", "")


@each_row(
    ("text", "expected"),
    [("王小明", True), ("김", True), ("王 小明", False), ("w王", False), ("", False)],
)
def test_chinese_japanese_and_korean_text_is_told_apart(text: str, *, expected: bool) -> None:
    assert is_cjk(text) is expected


@each_row(
    ("name", "handle"),
    [
        ("Fred Moss", "fred-moss"),
        ("José Ñandú", "jose-nandu"),
        ("O'Neill", "oneill"),
        ("O\u2019Neill", "oneill"),
        ("Jean-Luc de la Cruz", "jean-luc-de-la-cruz"),
        ("J. R. Smith", "j-r-smith"),
        ("[bold]x[/]", "bold-x"),
        ("王 Fred", "fred"),
        ("Studio 54", "studio-54"),
        ("王小明", None),
        ("🦊", None),
        ("007", None),
        ("2 王", None),
        ("", None),
        ("x" * 200, "x" * 64),
        ("x" * 63 + " y", "x" * 63),
    ],
)
def test_a_handle_is_the_slug_of_the_name(name: str, handle: str | None) -> None:
    assert slug(name) == handle


@given(st.text(ANY))
def test_a_slug_is_always_a_handle(name: str) -> None:
    made = slug(name)
    assert made is None or is_handle(made)


@each_row("text", ["a", "fred-moss", "fred-moss-2", "j.r_smith", "0a", "x" * 64])
def test_handles_are_small_letters_digits_and_joints(text: str) -> None:
    assert is_handle(text)


@each_row(
    "text", ["", "-a", ".a", "_a", "Fred", "a b", "josé", "12", "x" * 65, "a\n", "a;b", "$(x)", "²"]
)
def test_anything_else_is_no_handle(text: str) -> None:
    assert not is_handle(text)
