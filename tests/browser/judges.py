"""Two judges that nobody here wrote: axe-core for accessibility, the Nu validator for HTML."""

import json
import subprocess
from pathlib import Path

MODULES = Path(__file__).parent.parent.parent / "node_modules"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def axe_violations(page, within: str = "html", strong: bool = False) -> list[str]:
    """Run axe-core in the page, or in one element of it; return one line a violation: rule, element, what is wrong.

    `strong` asks for the contrast of level AAA as well, which axe leaves out otherwise.

    The page's context must bypass the CSP, which rightly refuses the injected script.
    """
    page.evaluate((MODULES / "axe-core" / "axe.min.js").read_text())
    options = {"runOnly": {"type": "tag", "values": RULES}}
    if strong:
        options["rules"] = {"color-contrast-enhanced": {"enabled": True}}
    results = page.evaluate("([within, options]) => axe.run(within, options)", [within, options])
    return [
        f"{violation['id']}: {node['target']}: {node['failureSummary']}"
        for violation in results["violations"]
        for node in violation["nodes"]
    ]


def nu_errors(folder: Path) -> list[str]:
    """Validate the .html files of `folder` in one run; return one line a message, warnings too."""
    jar = MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
    files = sorted(map(str, folder.glob("*.html")))
    done = subprocess.run(["java", "-jar", jar, "--format", "json", *files], capture_output=True, text=True)
    messages = json.loads(done.stderr)["messages"]
    return [
        f"{Path(m['url']).name}:{m.get('lastLine')}: {m['message']} | {m.get('extract', '').strip()}" for m in messages
    ]
