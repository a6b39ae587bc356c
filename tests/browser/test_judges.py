"""The judges must be able to find something."""

from tests.browser.judges import axe_violations, nu_errors


def test_axe_finds_a_picture_without_alternative_text(page):
    page.set_content("<html lang=zh><title>页</title><main><h1>页</h1><img src='data:,'></main></html>")
    assert [line.split(":")[0] for line in axe_violations(page)] == ["image-alt"]


def test_axe_finds_a_contrast_below_seven_when_asked_for_a_strong_one(page):
    page.set_content("<html lang=zh><title>页</title><main><h1>页</h1><p style='color:#666'>一段文字</p></main></html>")
    found = [[line.split(":")[0] for line in axe_violations(page, strong=strong)] for strong in (False, True)]
    assert found == [[], ["color-contrast-enhanced"]]


def test_nu_finds_a_list_inside_a_paragraph_only_element(tmp_path):
    page = "<!DOCTYPE html><html lang='zh'><head><title>页</title></head><body><h1><div>页</div></h1></body></html>"
    (tmp_path / "page.html").write_text(page)
    assert [line.split(" | ")[0] for line in nu_errors(tmp_path)] == [
        "page.html:1: Element “div” not allowed as child of element “h1” in this context. "
        "(Suppressing further errors from this subtree.)"
    ]
