import hashlib
from dataclasses import dataclass, field

from news.models import Article

ERROR, WARNING = "error", "warning"


@dataclass(frozen=True)
class Finding:
    """One thing that was found. All words are Chinese, for the editor who mends it."""

    level: str
    field: str  # of the article's form
    message: str
    mend: str
    before: str = ""  # the place in the text, and the words around it
    place: str = ""
    after: str = ""
    times: int = 1  # in how many places, this being the first
    link: str = ""  # to what the message speaks of

    @property
    def key(self) -> str:
        """The same for the same thing said about the same field: by this a warning counts as seen."""
        return hashlib.sha256(f"{self.level}|{self.field}|{self.message}".encode()).hexdigest()[:16]

    @property
    def label(self) -> str:
        return Article._meta.get_field(self.field).verbose_name

    @property
    def sentence(self) -> str:
        return f"{self.message}{f'（共 {self.times} 处）' if self.times > 1 else ''}：{self.mend}"


@dataclass(frozen=True)
class Report:
    findings: list[Finding] = field(default_factory=list)

    @property
    def errors(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.level == ERROR]

    @property
    def warnings(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.level == WARNING]

    @property
    def warning_keys(self) -> str:
        """The value of the check box that confirms the warnings."""
        return " ".join(finding.key for finding in self.warnings)

    def unconfirmed(self, keys: set[str]) -> list[Finding]:
        return [finding for finding in self.warnings if finding.key not in keys]
