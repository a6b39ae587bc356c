"""Write N articles as exchange lines: python bench/generate.py 100000 > archive.jsonl

The same N gives the same lines. Lengths, tags, comments and readings are spread as in a local paper's archive of
fifteen years; the words are put together from a few, so that only their quantity means something.
"""

import json
import sys
from datetime import UTC, datetime, timedelta
from random import Random

CATEGORIES = {
    ("yaowen", "要闻"): [("shizheng", "时政"), ("jiaodian", "焦点")],
    ("minsheng", "民生"): [("jiaotong", "交通"), ("jiaoyu", "教育"), ("shequ", "社区")],
    ("jingji", "经济"): [("nengyuan", "能源"), ("nongye", "农业")],
    ("wenhua", "文化"): [("wenwu", "文物"), ("feiyi", "非遗")],
    ("lvyou", "旅游"): [("shanshui", "山水"), ("gucheng", "古城")],
    ("tiyu", "体育"): [("paobu", "跑步")],
    ("jiankang", "健康"): [("yiliao", "医疗")],
    ("shenghuo", "生活"): [("meishi", "美食"), ("tianqi", "天气")],
}
PLACES = "汾河岸边 老城南门 旧街巷口 山间梯田 新区广场 火车站前 体育馆外 文化馆里 县城集市 学校门口".split()
THINGS = "公交线路 供暖管网 古建修缮 小米收购 河道治理 冰雪运动 社区食堂 夜间市场 图书借阅 便民服务".split()
DEEDS = "有了新安排 迎来新变化 完成首轮检查 开放预约 征求居民意见 延长服务时间 进入收尾阶段 公布办理步骤".split()
MANNERS = "记者走访看到 居民介绍说 现场工作人员表示 据了解 与往年相比 从清晨到傍晚 在施工围挡旁 服务窗口前".split()
BYLINES = ["本报记者", "网络编辑", "通讯员"]
SOURCES = ["", "", "", "大院示例社", "示例晚报"]
LATEST = datetime(2026, 11, 1, 8, 0, tzinfo=UTC)
ARCHIVE = timedelta(days=15 * 365)
TAGS = 2_000


def article(number: int, total: int) -> dict:
    """The exchange record of article `number` of `total`; the highest number is the newest."""
    dice = Random(number)
    top, children = dice.choice(list(CATEGORIES.items()))
    levels = [top, dice.choice([None, *children, *children])]
    title = f"{dice.choice(PLACES)}：{dice.choice(THINGS)}{dice.choice(DEEDS)}（{number}）"
    return {
        "id": number,
        "title": title,
        "categories": [{"slug": slug, "name": name} for slug, name in filter(None, levels)],
        "body": body(dice),
        "summary": sentence(dice) if dice.random() < 0.6 else "",
        "byline": dice.choice(BYLINES),
        "source": dice.choice(SOURCES),
        "editor": "示例编辑",
        "published_at": (LATEST - ARCHIVE * ((total - number) / total)).isoformat(timespec="seconds"),
        # A few tags are on many articles, most on a few.
        "tags": sorted({f"话题{int(TAGS * dice.random() ** 3)}" for _ in range(dice.randint(1, 5))}),
        "views": int(20 / (1 - dice.random())),
        "comments": [comment(dice, total, number, place) for place in range(dice.choice([0] * 7 + [1, 2, 5]))],
    }


def body(dice: Random) -> str:
    paragraphs = [f"<p>{sentences(dice, dice.randint(2, 5))}</p>" for _ in range(dice.randint(4, 14))]
    paragraphs.insert(len(paragraphs) // 2, f"<h2>{dice.choice(THINGS)}</h2>")
    return "".join(paragraphs)


def sentences(dice: Random, count: int) -> str:
    return "".join(sentence(dice) for _ in range(count))


def sentence(dice: Random) -> str:
    place, one, other = dice.choice(PLACES), dice.choice(THINGS), dice.choice(THINGS)
    return f"{dice.choice(MANNERS)}，{place}的{one}{dice.choice(DEEDS)}，{other}也{dice.choice(DEEDS)}。"


def comment(dice: Random, total: int, number: int, place: int) -> dict:
    published = LATEST - ARCHIVE * ((total - number) / total)
    return {
        "name": "读者",
        "body": sentence(dice),
        "created_at": (published + timedelta(minutes=7 * place + 1)).isoformat(timespec="seconds"),
        "state": dice.choice(["approved", "approved", "pending", "rejected"]),
    }


def main() -> None:
    total = int(sys.argv[1])
    for number in range(1, total + 1):
        sys.stdout.write(json.dumps(article(number, total), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
