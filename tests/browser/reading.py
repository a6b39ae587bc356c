"""The choices of a reader, as static/js/reader.js finds them on the device."""

from playwright.sync_api import Page


def choose(page: Page, **choices: str) -> None:
    """Have `theme`, `text` and `mode` chosen before `page` is opened; an empty one is no choice."""
    lines = [f"localStorage.setItem('dayuan.{name}', '{value}');" for name, value in choices.items() if value]
    if lines:
        page.add_init_script("\n".join(lines))
