import shutil

import pytest

CHROMIUM_SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Debian's Chromium, which .ci/run installs; without one the browser tests fail, they don't skip."""
    chromium = shutil.which("chromium")
    assert chromium, "install Chromium (apt-get install chromium) to run the browser tests"
    return {**browser_type_launch_args, "executable_path": chromium, "args": CHROMIUM_SWITCHES}


@pytest.fixture(scope="session")
def base_url():
    """Nothing: tests name live_server.url. The plug-in has a fixture of this name that pytest 9 warns of."""
    return None


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, "locale": "zh-CN", "timezone_id": "Asia/Shanghai"}
