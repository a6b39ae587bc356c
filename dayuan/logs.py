from pythonjsonlogger.json import JsonFormatter as BaseFormatter


class JsonFormatter(BaseFormatter):
    """One JSON object a line, so that text from outside can't forge a second line."""

    def __init__(self):
        super().__init__(
            "%(levelname)s %(name)s %(message)s",
            rename_fields={"levelname": "level", "name": "logger"},
            timestamp="time",
            json_ensure_ascii=False,
        )

    def process_log_record(self, record):
        # Django attaches the request object, whose text is the address that the visitor asked for.
        record.pop("request", None)
        return record
