"""Messages of Django that its Kazakh catalogue lacks, or has in a form that our pages cannot use.

Named here, `makemessages` keeps them in our catalogues, which win over Django's. Nothing imports this module.
"""

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

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
    _("Search"),
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

# More of the admin: what its Kazakh catalogue lacks or misspells.
MORE = (
    _("Empty"),
    _("Not empty"),
    _("Addition"),
    _("Deletion"),
    _("Added “%(object)s”."),
    _("Changed “%(object)s” — %(changes)s"),
    _("Deleted “%(object)s.”"),
    _("Added {name} “{object}”."),
    _("Added."),
    _("Changed {fields} for {name} “{object}”."),
    _("Changed {fields}."),
    _("Deleted {name} “{object}”."),
    _("No fields changed."),
    _("Hold down “Control”, or “Command” on a Mac, to select more than one."),
    _("The %(name)s “%(obj)s” was deleted successfully."),
    _("%(name)s with ID “%(key)s” doesn’t exist. Perhaps it was deleted?"),
    _(
        "Deleting %(class_name)s %(instance)s would require deleting the following protected related "
        "objects: %(related_objects)s"
    ),
    _("Model name"),
    _("Add link"),
    _("Change or view list link"),
    _("Add"),
    _("Change"),
    _("Add %s"),
    _("Change %s"),
    _("Select %s"),
    _("Select %s to change"),
    _("Add %(name)s"),
    _("Add another %(verbose_name)s"),
    _("Remove"),
    _("Delete"),
    _("Delete?"),
    _("Delete multiple objects"),
    _("Delete selected %(verbose_name_plural)s"),
    _("Cannot delete %(name)s"),
    _("Successfully deleted %(count)d %(items)s."),
    _("Save as new"),
    _("Save and add another"),
    _("Save and continue editing"),
    _("Site administration"),
    _("Filter"),
    _("Search"),
    _("Show all"),
    _("History"),
    _("Change history: %s"),
    _("Date/time"),
    _("User"),
    _("Action:"),
    _("Go"),
    _("Run the selected action"),
    _("0 of %(cnt)s selected"),
    _("Select all %(total_count)s %(module_name)s"),
    _("Click here to select the objects across all pages"),
    _("Clear selection"),
    _("Items must be selected in order to perform actions on them. No items have been changed."),
    _("No action selected."),
    _("Select all objects on this page for an action"),
    _("View selected %(model)s"),
    _("None available"),
    _("Unknown content"),
    _("No date"),
    _("Has date"),
    _("Any date"),
    _("All dates"),
    _("None"),
    _("Error:"),
    _("Added:"),
    _("Changed:"),
    _("Deleted:"),
    _("This object doesn’t have a change history. It probably wasn’t added via this admin site."),
    _("Thanks for spending some quality time with the web site today."),
    _("Log out"),
    _("Log in again"),
    _("Logged out"),
    _("Page not found"),
    _("We’re sorry, but the requested page could not be found."),
    _("After you’ve created a user, you’ll be able to edit more user options."),
    _("Enter a new password for the user <strong>%(username)s</strong>."),
    _("This action will <strong>enable</strong> password-based authentication for this user."),
    _("Disable password-based authentication"),
    _("Enable password-based authentication"),
    _("Enable password-based authentication for this user by setting a password."),
    _("Password-based authentication was disabled."),
    _("Password-based authentication"),
    _("Enabled"),
    _("Disabled"),
    _(
        "Whether the user will be able to authenticate using a password or not. If disabled, they may still "
        "be able to authenticate using other backends, such as Single Sign-On or LDAP."
    ),
    _("Set password"),
    _("Set password: %s"),
    _("Reset password"),
    _("Change password"),
    _("Change password: %s"),
    _("Change my password"),
    _("Password change"),
    _("Password changed successfully."),
    _("Your password was changed."),
    _(
        "Please enter your old password, for security’s sake, and then enter your new password twice so we "
        "can verify you typed it in correctly."
    ),
    _("Your old password was entered incorrectly. Please enter it again."),
    _("Old password"),
    _("New password"),
    _("New password confirmation"),
    _("Password"),
    _("password"),
    _("Password confirmation"),
    _("The two password fields didn’t match."),
    _("No password set."),
    _("Invalid password format or unknown hashing algorithm."),
    _("Raw passwords are not stored, so there is no way to see the user’s password."),
    _("The password is too similar to the %(verbose_name)s."),
    _("This password is too common."),
    _("This password is entirely numeric."),
    _("Conflicting form data submitted. Please try again."),
    _("Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only."),
    _(
        "Enter a valid username. This value may contain only unaccented lowercase a-z and uppercase A-Z "
        "letters, numbers, and @/./+/-/_ characters."
    ),
    _("Enter a valid username. This value may contain only letters, numbers, and @/./+/-/_ characters."),
    _("A user with that username already exists."),
    _("The groups this user belongs to. A user will get all permissions granted to each of their groups."),
    _("Specific permissions for this user."),
    _("Designates that this user has all permissions without explicitly assigning them."),
    _("Designates whether the user can log into this admin site."),
    _("Designates whether this user should be treated as active. Unselect this instead of deleting accounts."),
    _("Personal info"),
    _("Permissions"),
    _("Important dates"),
    _("username"),
    _("first name"),
    _("last name"),
    _("email address"),
    _("Email"),
    _("staff status"),
    _("superuser status"),
    _("active"),
    _("last login"),
    _("date joined"),
    _("user permissions"),
    _("permission"),
    _("permissions"),
    _("codename"),
    _("group"),
    _("groups"),
    _("user"),
    _("users"),
    _("algorithm"),
    _("iterations"),
    _("salt"),
    _("hash"),
    _("Null characters are not allowed."),
    _("(Hidden field %(name)s) %(error)s"),
    _(
        "ManagementForm data is missing or has been tampered with. Missing fields: %(field_names)s. You may "
        "need to file a bug report if the issue persists."
    ),
    _("The inline value did not match the parent instance."),
    _("“%(pk)s” is not a valid value."),
    _("Value %(value)r is not a valid choice."),
    _(
        "%(datetime)s couldn’t be interpreted in time zone %(current_timezone)s; it may be ambiguous or it "
        "may not exist."
    ),
    _("Constraint “%(name)s” is violated."),
    _("Enter a valid integer."),
    _("Enter a complete value."),
    _("File extension “%(extension)s” is not allowed. Allowed extensions are: %(allowed_extensions)s."),
    _("“%(value)s” value has an invalid date format. It must be in YYYY-MM-DD format."),
    _("“%(value)s” value has the correct format (YYYY-MM-DD) but it is an invalid date."),
    _("“%(value)s” value must be an integer."),
    _(
        'Are you sure you want to delete the %(object_name)s "%(escaped_object)s"? All of the following '
        "related items will be deleted:"
    ),
    _(
        "Are you sure you want to delete the selected %(objects_name)s? All of the following objects and "
        "their related items will be deleted:"
    ),
    _(
        "Deleting the %(object_name)s '%(escaped_object)s' would result in deleting related objects, but "
        "your account doesn't have permission to delete the following types of objects:"
    ),
    _(
        "Deleting the %(object_name)s '%(escaped_object)s' would require deleting the following protected "
        "related objects:"
    ),
    _(
        "Deleting the selected %(objects_name)s would result in deleting related objects, but your account "
        "doesn't have permission to delete the following types of objects:"
    ),
    _("Deleting the selected %(objects_name)s would require deleting the following protected related objects:"),
    _("Select a valid choice. That choice is not one of the available choices."),
    _("Select a valid choice. %(value)s is not one of the available choices."),
    _("Ensure this value is less than or equal to %(limit_value)s."),
    _("Ensure this value is greater than or equal to %(limit_value)s."),
    _("Enter a valid value."),
    _("%(app)s administration"),
)

# The log of sign-ins (axes), which has no Kazakh catalogue.
SIGN_INS = (
    _("access attempt"),
    _("access attempts"),
    _("access failure"),
    _("access failures"),
    _("access log"),
    _("access logs"),
    _("Access lock out"),
    _("Locked Out"),
    _("Failed Logins"),
    _("Attempt Time"),
    _("Logout Time"),
    _("IP Address"),
    _("User Agent"),
    _("Username"),
    _("Path"),
    _("HTTP Accept"),
    _("Form Data"),
    _("GET Data"),
    _("POST Data"),
    _("Meta Data"),
    _("Account locked: too many login attempts. Please try again later."),
)

COUNTED = (
    ngettext_lazy(
        "Your password must contain at least %(min_length)d character.",
        "Your password must contain at least %(min_length)d characters.",
    ),
    ngettext_lazy(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
    ),
    ngettext_lazy(
        "Ensure this value has at least %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at least %(limit_value)d characters (it has %(show_value)d).",
    ),
    ngettext_lazy(
        "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
    ),
    ngettext_lazy(
        "Ensure this filename has at most %(max)d character (it has %(length)d).",
        "Ensure this filename has at most %(max)d characters (it has %(length)d).",
    ),
    ngettext_lazy("Please submit at most %(num)d form.", "Please submit at most %(num)d forms."),
    ngettext_lazy("Please submit at least %(num)d form.", "Please submit at least %(num)d forms."),
    ngettext_lazy("entry", "entries"),
    ngettext_lazy("%(total_count)s selected", "All %(total_count)s selected"),
    ngettext_lazy("%(count)s %(name)s was changed successfully.", "%(count)s %(name)s were changed successfully."),
)

TAGS = (
    pgettext_lazy("A tag name", "name"),
    pgettext_lazy("A tag slug", "slug"),
)

# What django-axes keeps.
SIGN_INS = (
    _("access attempt"),
    _("access attempts"),
    _("access attempt expiration"),
    _("access attempt expirations"),
    _("access failure"),
    _("access failures"),
    _("access log"),
    _("access logs"),
)
