"""What templates of the desk ask about mail and preferences."""

from django import template

from speeches.admin import outbox, preferences

register = template.Library()

register.simple_tag(outbox.failed_count, name="failed_mails")
register.simple_tag(preferences.language_names, name="desk_languages")
