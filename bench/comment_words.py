"""Milliseconds of the comments' word list with 10,000 words a comment: python bench/comment_words.py [10000]

The words are phrases of pypinyin's dictionary, far more common in prose than what a newsroom would list: every third
also counts by its sound, every tenth has an exception, every twentieth is in letters. Comments are cut from the Chinese
handbooks and the demo site's stories, each looked at once; the hostile ones are put together from listed words and
from other characters of their sounds. "CPU" is what our thread computed: on a busy machine "ms" has the waiting for
others in it.
"""

import re
import sys
import time
from random import Random
from statistics import median, quantiles

import database

database.start()

import django  # noqa: E402 - settings need the address of the database

django.setup()

from django.db import connection  # noqa: E402
from pypinyin import lazy_pinyin  # noqa: E402
from pypinyin.phrases_dict import phrases_dict  # noqa: E402

from comments import word_list  # noqa: E402
from comments.admin.comment_word import CommentWordAdmin  # noqa: E402
from comments.models import CommentWord  # noqa: E402
from comments.word_list import WordList  # noqa: E402

NAME = "bench_comment_words"
LENGTHS = [20, 50, 200, 500, 1000]
SAMPLES = 2_000
PROSE = ["docs/*.zh.md", "operations/demo/articles/*"]


def listed(total: int, dice: Random) -> list[CommentWord]:
    phrases = dice.sample([phrase for phrase in sorted(phrases_dict) if 2 <= len(phrase) <= 5], total)
    rows = []
    for number, phrase in enumerate(phrases):
        in_letters = number % 20 == 0
        rows.append(
            CommentWord(
                pk=number + 1,
                word=f"{''.join(lazy_pinyin(phrase))}{number}"[:40] if in_letters else phrase,
                action=["mark", "reject"][number % 2],
                by_pinyin=number % 3 == 0,
                exceptions=f"{phrase}们" if number % 10 == 0 else "",
            )
        )
    return rows


def prose() -> str:
    texts = (path.read_text() for pattern in PROSE for path in sorted(database.ROOT.glob(pattern)))
    return "".join(re.findall(r'[^"<>\n]*[\u4e00-\u9fff][^"<>\n]*', "".join(texts)))


def same_sounds() -> dict[str, list[str]]:
    """Reading → characters."""
    found: dict[str, list[str]] = {}
    for code in range(0x4E00, 0x9FA6):
        found.setdefault(lazy_pinyin(chr(code))[0], []).append(chr(code))
    return found


def comments(rows: list[CommentWord], dice: Random) -> dict[str, list[str]]:
    """Kind → texts."""
    text, sounds = prose(), same_sounds()
    kinds = {}
    for length in LENGTHS:
        starts = [dice.randrange(len(text) - length) for _ in range(SAMPLES)]
        kinds[f"prose, {length} characters"] = [text[start : start + length] for start in starts]
    words = [row.word for row in rows]
    spoken = [row.word for row in rows if row.by_pinyin and not row.word.isascii()]
    kinds["hostile: 1000 of listed words"] = [filled(dice, words, str) for _ in range(SAMPLES // 10)]
    kinds["hostile: 1000 that sound like them"] = [
        filled(dice, spoken, lambda word: "".join(dice.choice(sounds[s]) for s in lazy_pinyin(word)))
        for _ in range(SAMPLES // 10)
    ]
    kinds["hostile: 1000 of their letters"] = [
        filled(dice, spoken, lambda word: f"{''.join(lazy_pinyin(word))} ") for _ in range(SAMPLES // 10)
    ]
    return kinds


def filled(dice: Random, words: list[str], written) -> str:
    text = ""
    while len(text) < 1000:
        text += written(dice.choice(words))
    return text[:1000]


def clocks() -> tuple[float, float]:
    return time.perf_counter() * 1000, time.thread_time() * 1000


def measured(work) -> tuple[float, float]:
    """Milliseconds passed and computed."""
    before = clocks()
    work()
    passed, computed = (now - then for now, then in zip(clocks(), before, strict=True))
    return passed, computed


def print_comments(total: int, dice: Random) -> None:
    rows = listed(total, dice)
    words, one_word = WordList(rows), WordList(rows[:1])
    print("\n| comment | hits, median | median ms | median CPU | p99 CPU | worst CPU | × one word |")
    print("|---|---|---|---|---|---|---|")
    for kind, texts in comments(rows, dice).items():
        one_word.find(texts[0])
        passed, computed = zip(*(measured(lambda text=text: words.find(text)) for text in texts), strict=True)
        floor = sum(measured(lambda text=text: one_word.find(text))[1] for text in texts)
        hits = sorted(len(words.find(text)) for text in texts)[len(texts) // 2]
        at = quantiles(computed, n=100, method="inclusive")
        numbers = [median(passed), at[49], at[98], max(computed), sum(computed) / floor]
        print(f"| {kind} | {hits} | {' | '.join(f'{number:.2f}' for number in numbers)} |", flush=True)


def print_keeping(total: int, dice: Random) -> None:
    """What the list costs besides: making it, asking whether it has changed, counting hits, an import."""
    rows = listed(total, dice)
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE comments_commentword")
    print("| deed | ms | CPU |\n|---|---|---|")

    def tell(deed: str, work, times: int = 1) -> None:
        passed, computed = zip(*(measured(work) for _ in range(times)), strict=True)
        print(f"| {deed} | {median(passed):.1f} | {median(computed):.1f} |", flush=True)

    table = CommentWordAdmin.table
    text = table.written(rows)
    CommentWord.objects.bulk_create(rows, batch_size=1000)
    tell("list made, first time in the process", word_list.current)
    CommentWord.objects.filter(pk=1).update(active=False)
    tell("list made again, after a change", word_list.current)
    tell("list unchanged: asked", word_list.current, 500)
    tell("hits of 10 words counted", lambda: CommentWord.objects.count_hits(set(range(2, 12))), 100)
    tell("import: nothing changes", lambda: table.take(text))
    CommentWord.objects.update(action="mark", note="别的")
    tell("import: every word changes", lambda: table.take(text))
    CommentWord.objects.all().delete()
    tell("import: every word is new", lambda: table.take(text))


def main() -> None:
    total = int((sys.argv[1:] or ["10000"])[0])
    connection.settings_dict["NAME"] = NAME
    database.use(NAME)
    print_keeping(total, Random(1))
    print_comments(total, Random(1))


if __name__ == "__main__":
    main()
