"""The picture that messengers show beside a shared link: the article's cover, or a card with its title."""
