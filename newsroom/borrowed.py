"""Messages of Django that its Kazakh catalogue lacks, or has in a form that our pages cannot use.

Named here, `makemessages` keeps them in our catalogues, which win over Django's. Nothing imports this module.
"""

from django.utils.translation import gettext_noop as _
from django.utils.translation import pgettext_lazy

# Within a date Kazakh writes the month in lower case: 2026 жылғы 24 қараша.
MONTHS = (
    pgettext_lazy("alt. month", "January"),
    pgettext_lazy("alt. month", "February"),
    pgettext_lazy("alt. month", "March"),
    pgettext_lazy("alt. month", "April"),
    pgettext_lazy("alt. month", "May"),
    pgettext_lazy("alt. month", "June"),
    pgettext_lazy("alt. month", "July"),
    pgettext_lazy("alt. month", "August"),
    pgettext_lazy("alt. month", "September"),
    pgettext_lazy("alt. month", "October"),
    pgettext_lazy("alt. month", "November"),
    pgettext_lazy("alt. month", "December"),
)

# Sign-in, lists and forms of the admin.
ADMIN = (
    _("Administration"),
    _(
        "Please enter the correct %(username)s and password for a staff account. "
        "Note that both fields may be case-sensitive."
    ),
    _(
        "You are authenticated as %(username)s, but are not authorized to access this page. "
        "Would you like to login to a different account?"
    ),
    _("The {name} “{obj}” was added successfully."),
    _("The {name} “{obj}” was changed successfully."),
    _("The {name} “{obj}” was changed successfully. You may edit it again below."),
    _("The {name} “{obj}” was changed successfully. You may add another {name} below."),
    _("The {name} “{obj}” was added successfully. You may add another {name} below."),
    _("You may edit it again below."),
    _("View %s"),
    _("Select %s to view"),
    _("Please correct the error below."),
    _("View site"),
    _("View"),
    _("Remove from sorting"),
    _("Sorting priority: %(priority_number)s"),
    _("Toggle sorting"),
    _("Objects"),
    _("No, take me back"),
    _("Models in the %(name)s application"),
    _("You don’t have permission to view or edit anything."),
    _("Recent actions"),
    _("My actions"),
    _("Save and view"),
    _("Close"),
    _("Popup closing…"),
    _("Change selected %(model)s"),
    _("Add another %(model)s"),
    _("Delete selected %(model)s"),
    _("Currently:"),
    _("Change:"),
    _("Authentication and Authorization"),
    _("Please enter a correct %(username)s and password. Note that both fields may be case-sensitive."),
    _("Password change successful"),
    _("Enter the same password as before, for verification."),
    _("Your password can’t be too similar to your other personal information."),
    _("Your password can’t be a commonly used password."),
    _("Your password can’t be entirely numeric."),
    _("Enter a valid “slug” consisting of letters, numbers, underscores or hyphens."),
    _("Enter a valid email address."),
    _("%(model_name)s with this %(field_labels)s already exists."),
    _("Skip to main content"),
    _("Toggle theme (current theme: auto)"),
    _("Toggle theme (current theme: light)"),
    _("Toggle theme (current theme: dark)"),
    _("Breadcrumbs"),
    _("Start typing to filter…"),
    _("Filter navigation items"),
    _("Toggle navigation"),
    _("Sidebar"),
    _("Show counts"),
    _("Hide counts"),
    _("Clear all filters"),
    _("Select this object for an action - {}"),
    _("Yes, I’m sure"),
)
