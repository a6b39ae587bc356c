import re

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORT = re.compile(r'^@import "(?P<name>[\w.-]+)";$', re.MULTILINE)


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Hashed names and compressed copies; css/site.css takes its @imports in, so that a page loads one stylesheet.

    The features keep a file each, and in development the browser follows the imports itself.
    """

    bundle = "css/site.css"
    support_js_module_import_aggregation = True

    def post_process(self, paths, dry_run=False, **options):
        if self.bundle in paths and not dry_run:
            content = IMPORT.sub(lambda match: self._collected(paths, f"css/{match['name']}"), self._collected(paths))
            self.delete(self.bundle)
            self.save(self.bundle, ContentFile(content.encode()))
            paths = {**paths, self.bundle: (self, self.bundle)}
        yield from super().post_process(paths, dry_run, **options)

    def _collected(self, paths, name: str = bundle) -> str:
        storage, path = paths[name]
        with storage.open(path) as file:
            return file.read().decode()
