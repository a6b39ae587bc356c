from django import forms


class SearchForm(forms.Form):
    # CharField refuses NUL, which Postgres can't take; what is too long finds nothing anyway.
    q = forms.CharField(max_length=50, required=False, strip=True)

    def words(self) -> str:
        """What to search for; empty for an input that can't be searched for."""
        return self.cleaned_data["q"] if self.is_valid() else ""
