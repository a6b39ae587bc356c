from news.models import Article


def state_of(article: Article) -> tuple[str, str]:
    """(name, label) of what an editor calls the state: more than the database's word, as time plays into it."""
    if article.binned_at:
        return "binned", "回收站"
    if article.state != Article.State.PUBLISHED or article.is_published():
        return article.state, article.get_state_display()
    return ("scheduled", "定时发布") if article.is_scheduled() else ("expired", "已下线")
