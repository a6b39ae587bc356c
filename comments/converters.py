from comments.models.comment import NUMBER_LENGTH, NUMBER_LETTERS


class NumberConverter:
    """A comment's public number; what doesn't fit is no address of ours."""

    regex = f"[{NUMBER_LETTERS}]{{{NUMBER_LENGTH}}}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
