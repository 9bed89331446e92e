"""The language of the desk."""

from django.utils import translation

from speeches.models import Profile


def desk_language(get_response):
    """Shows the desk in the language that whoever is signed in has chosen; one query, and none for anybody else.

    Below LocaleMiddleware, whose choice stands where nobody has chosen. The public site is not touched: its language
    is in its addresses, and it never asks who is there.
    """

    def middleware(request):
        if request.path_info.startswith("/admin/") and request.user.is_authenticated:
            chosen = Profile.objects.filter(user=request.user).values_list("language", flat=True).first()
            if chosen:
                translation.activate(chosen)
                request.LANGUAGE_CODE = translation.get_language()
        return get_response(request)

    return middleware
