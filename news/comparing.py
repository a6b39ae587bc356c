"""Two versions of a text → what was taken out and put in, as HTML with <del> and <ins> inside the formatted text.

Bodies are cleaned before they are looked at, and what is written is made of their clean tags and of escaped words.
Time is bounded: texts that differ in everything are shown as replaced, paragraph by paragraph, when it is over.
"""

from html import escape
from itertools import groupby
from typing import NamedTuple

from django.utils.safestring import SafeString

from news.attributes import attributes_of
from news.body_tree import TAG, Block, Node, Phrase, Token, tokens_of, tree
from news.markup import clean_html
from news.matching import Clock, pairs, token_changes

SECONDS = 2.0
NEIGHBOURS = 1  # paragraphs shown unfolded on both sides of a change
WORTH_FOLDING = 3
FORMATS = {
    **{"strong": "加粗", "em": "斜体", "u": "下划线", "s": "删除线", "sub": "下标", "sup": "上标"},
    **{"code": "代码", "a": "链接"},
}
BLOCKS = {
    **{"p": "正文", "h2": "二级标题", "h3": "三级标题", "h4": "四级标题", "pre": "原样文字"},
    **{"ul": "项目列表", "ol": "编号列表", "td": "普通格", "th": "表头格"},
}
GONE, CAME = "del", "ins"


class Stretch(NamedTuple):
    """A part of the comparison; `folded` is how many paragraphs, all the same, it is to be folded away as."""

    html: SafeString
    folded: int = 0


class Comparison(NamedTuple):
    stretches: list[Stretch]
    same: bool
    complete: bool  # False when the time was over before every paragraph was looked into


def compare_bodies(old: str, new: str, seconds: float = SECONDS) -> Comparison:
    clock = Clock(seconds)
    old, new = clean_html(old), clean_html(new)
    if old == new:
        blocks = tree(new)
        return Comparison([Stretch(SafeString(new), folded=len(blocks))] if blocks else [], same=True, complete=True)
    found = pairs(tree(old), tree(new), clock)
    written = [(_is_same(pair), _pair(*pair, clock)) for pair in found]
    return Comparison(_folded(written), same=False, complete=not clock.was_missed)


def compare_lines(old: str, new: str) -> tuple[SafeString, SafeString]:
    """Plain text on both sides: the old with what went marked, the new with what came."""
    changes = token_changes(tokens_of(old), tokens_of(new), Clock(SECONDS))
    before = _phrase([(one, other) for one, other in changes if one])
    after = _phrase([(one, other) for one, other in changes if other])
    return SafeString(before), SafeString(after)


def _is_same(pair: tuple[Node | None, Node | None]) -> bool:
    return None not in pair and pair[0].source == pair[1].source


def _folded(written: list[tuple[bool, str]]) -> list[Stretch]:
    stretches, position = [], 0
    for same, group in groupby(written, key=lambda piece: piece[0]):
        blocks = [html for _, html in group]
        first = NEIGHBOURS if position else 0
        position += len(blocks)
        last = len(blocks) - (NEIGHBOURS if position < len(written) else 0)
        if same and last - first >= WORTH_FOLDING:
            parts = [(blocks[:first], 0), (blocks[first:last], last - first), (blocks[last:], 0)]
        else:
            parts = [(blocks, 0)]
        stretches += [Stretch(SafeString("\n".join(part)), folded) for part, folded in parts if part]
    return stretches


def _pair(old: Node | None, new: Node | None, clock: Clock) -> str:
    if old is None or new is None:
        return _whole(old or new, CAME if old is None else GONE)
    if old.source == new.source:
        return new.source
    if isinstance(old, Phrase):
        return _phrase(token_changes(old.tokens, new.tokens, clock))
    inside = "".join(_pair(*pair, clock) for pair in pairs(old.children, new.children, clock))
    sign = _sign(_block_change(old, new)) if old.tag != new.tag else ""
    if new.name in {"ul", "ol"}:
        return f"{sign}{new.tag}{inside}</{new.name}>"
    return f"{new.tag}{sign}{inside}</{new.name}>"


def _block_change(old: Block, new: Block) -> str:
    if old.name != new.name and old.name in BLOCKS:
        return f"{BLOCKS[old.name]}改为{BLOCKS[new.name]}"
    return {"ol": "起始编号有变", "td": "单元格合并有变", "th": "单元格合并有变"}.get(new.name, "")


def _whole(node: Node, mark: str) -> str:
    """A block, or what stands in one, of which the other version has nothing."""
    if isinstance(node, Phrase):
        return f"<{mark}>{TAG.sub(lambda tag: _picture(tag[0], mark), node.source)}</{mark}>"
    if node.name == "hr":
        return f"<p><{mark}>{_sign('分隔线')}</{mark}></p>"
    return f"{node.tag}{''.join(_whole(child, mark) for child in node.children)}</{node.name}>"


# Words


def _phrase(changes: list[tuple[Token | None, Token | None]]) -> str:
    out = []
    for mark, marked in groupby(changes, key=_mark):
        inside = []
        for formats, run in groupby(marked, key=_formats):
            inside.append(_run([new or old for old, new in run], mark, *formats))
        out.append(f"<{mark}>{''.join(inside)}</{mark}>" if mark else "".join(inside))
    return "".join(out)


def _mark(change: tuple[Token | None, Token | None]) -> str:
    return CAME if change[0] is None else GONE if change[1] is None else ""


def _formats(change: tuple[Token | None, Token | None]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    old, new = change
    return (old or new).formats, (new or old).formats


def _run(tokens: list[Token], mark: str, old: tuple[str, ...], new: tuple[str, ...]) -> str:
    """Tokens of one look, whose look was `old` before."""
    words = "".join(_token(token, mark) for token in tokens)
    formatted = "".join(new) + words + "".join(f"</{_name(tag)}>" for tag in reversed(new))
    if set(old) == set(new):
        return formatted
    return f'<span class="reformatted">{formatted}</span>{_sign(_format_change(old, new))}'


def _token(token: Token, mark: str) -> str:
    if not token.is_tag:
        return escape(token.content, quote=False)
    if token.content == "<br>":
        return {CAME: "↵<br>", GONE: "↵"}.get(mark, "<br>")
    return _picture(token.content, mark) if mark else token.content


def _picture(tag: str, mark: str) -> str:
    """A picture that went or came, with its words, which may be all that changed; other tags as they are."""
    if not tag.startswith("<img "):
        return tag
    words = attributes_of(tag).get("alt", "") or "无替代文字"
    return tag + _sign(f"{'加入' if mark == CAME else '删去'}的图片：{words}")


def _format_change(old: tuple[str, ...], new: tuple[str, ...]) -> str:
    before, after = {_name(tag): tag for tag in old}, {_name(tag): tag for tag in new}
    words = [FORMATS[name] for name in after if name not in before]
    words += [f"去掉{FORMATS[name]}" for name in before if name not in after]
    if before.get("a") != after.get("a") and "a" in before and "a" in after:
        words.append(f"链接改为 {attributes_of(after['a'])['href']}")
    return "、".join(words)


def _name(tag: str) -> str:
    return TAG.match(tag)["name"]


def _sign(words: str) -> str:
    return f'<span class="sign">［{escape(words)}］</span>' if words else ""
