"""How the newsroom calls its people."""


def name_of(user) -> str:
    """The Chinese name (family name first, nothing between), else the account's."""
    return f"{user.last_name}{user.first_name}" or user.get_username()
