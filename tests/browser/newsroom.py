"""Working in the admin as a person does: logging in, and writing into CKEditor."""

from playwright.sync_api import Locator, Page, expect

PASSWORD = "mima-ceshi-2026"  # of every user that factories.make_user makes


def log_in(page: Page, site: str, username: str, path: str = "/admin/") -> None:
    """Through the login page to `path`."""
    page.goto(f"{site}/admin/login/?next={path}")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page).to_have_url(f"{site}{path}")


def editor_of(page: Page) -> Locator:
    """The body of the text in CKEditor's frame."""
    return page.frame_locator(".cke_wysiwyg_frame").locator("body[contenteditable=true]")


def press(page: Page, label: str) -> None:
    """A button of the editor's toolbar."""
    page.locator(".cke_toolbox").get_by_role("button", name=label, exact=True).click()


def choose_format(page: Page, label: str) -> None:
    """A paragraph format from the toolbar's list, which CKEditor draws in a frame of its own."""
    page.locator(".cke_combo__format .cke_combo_button").click()
    page.frame_locator(".cke_combopanel iframe").get_by_role("option", name=label).click()
