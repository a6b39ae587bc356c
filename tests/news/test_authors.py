import pytest

from news.authors import authors_of


def person(name):
    return ("Person", name)


def desk(name):
    return ("Organization", name)


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        ("", []),
        ("  ", []),
        ("网络编辑", [desk("网络编辑")]),
        ("本报记者", [desk("本报记者")]),
        ("编辑部", [desk("编辑部")]),
        ("文旅局", [desk("文旅局")]),
        ("人民日报客户端", [desk("人民日报客户端")]),
        ("张三", [person("张三")]),
        ("张三、李四", [person("张三"), person("李四")]),
        ("欧阳小红", [person("欧阳小红")]),
        ("文天祥", [person("文天祥")]),
        ("本报记者 文天祥", [person("文天祥")]),
        ("记者：司马光", [person("司马光")]),
        ("见习记者王小明 通讯员李四", [person("王小明"), person("李四")]),
        ("文/李雷 图/韩梅梅", [person("李雷"), person("韩梅梅")]),
        ("本报记者 周文会", [person("周文会")]),
        ("张三 市气象局", [person("张三"), desk("市气象局")]),
        ("阿依古丽·买买提", [person("阿依古丽·买买提")]),
        ("John Smith", [person("John Smith")]),
        ("🎉", [desk("🎉")]),
    ],
)
def test_people_are_told_from_desks_and_named_without_their_titles(byline, authors):
    assert [(author["@type"], author["name"]) for author in authors_of(byline)] == authors
