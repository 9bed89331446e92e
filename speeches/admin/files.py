"""Photos and attachments: uploaded once, never changed."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import Http404
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from speeches import uploads
from speeches.models import Attachment, Photo
from speeches.ranges import file_response

from . import uploading


class UploadForm(forms.ModelForm):
    """One file; what is known of it is read from the file itself."""

    upload = forms.FileField(label=_("File"))
    store = user = None

    class Meta:
        fields = ()

    def clean_upload(self):
        upload = self.cleaned_data["upload"]
        try:
            self.instance = type(self).store(upload.read(), upload.name, self.user)
        except uploads.UploadRefused as error:
            raise ValidationError(str(error)) from error
        return upload

    def save(self, commit=True):
        self.save_m2m = lambda: None
        return self.instance


class PhotoForm(UploadForm):
    upload = forms.FileField(
        label=_("Photo"),
        help_text=_("JPEG, PNG, WebP or AVIF. Readers get smaller copies, without place and camera."),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )
    store = uploads.store_photo


class AttachmentForm(UploadForm):
    store = uploads.store_attachment


class StoredFileAdmin(admin.ModelAdmin):
    list_per_page = 50
    search_fields = ("name", "sha256", "public_id")
    date_hierarchy = "uploaded_at"
    as_attachment = False

    def get_fields(self, request, obj=None):
        return ("upload",) if obj is None else self.facts

    def get_readonly_fields(self, request, obj=None):
        return () if obj is None else self.facts

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        form.user = request.user
        return form

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def log_addition(self, request, obj, message):
        """Not logged: the row says who uploaded it, and a log would keep the name of a file that was redacted."""

    def save_model(self, request, obj, form, change):
        """The form has stored the file with its row already."""

    def get_urls(self):
        name = f"{self.model._meta.model_name}_file"
        return [
            path("<slug:public_id>/file", self.admin_site.admin_view(self.file), name=name),
            *uploading.addresses(self),
            *super().get_urls(),
        ]

    def file(self, request, public_id):
        """The file for the desk, where it may be under embargo."""
        stored = self.model.objects.filter(public_id=public_id).first()
        if stored is None or not self.has_view_permission(request):
            raise Http404
        shown = self.shown(stored)
        try:
            content = shown.file.open("rb")
        except OSError as error:
            raise Http404 from error
        response = file_response(
            request, content, content_type=shown.mime, as_attachment=self.as_attachment, filename=stored.name
        )
        response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        response.headers["Cache-Control"] = "private, no-store"
        return response

    def shown(self, stored):
        return stored


@admin.register(Photo)
class PhotoAdmin(StoredFileAdmin):
    form = PhotoForm
    list_display = ("picture", "name", "width", "height", "uploaded_at", "uploaded_by")
    list_display_links = ("name",)
    list_select_related = ("uploaded_by",)
    facts = ("picture", "name", "public_id", "mime", "width", "height", "size", "sha256", "uploaded_by", "uploaded_at")

    @admin.display(description=_("photo"))
    def picture(self, photo):
        address = reverse("admin:photo_file", args=[photo.public_id])
        return format_html('<img class="thumb" src="{}" alt="" width="120" height="80" loading="lazy">', address)

    def shown(self, stored):
        return stored.renditions.filter(mime="image/webp").order_by("width").first() or stored


@admin.register(Attachment)
class AttachmentAdmin(StoredFileAdmin):
    form = AttachmentForm
    as_attachment = True
    list_display = ("name", "mime", "size", "uploaded_at", "uploaded_by")
    list_select_related = ("uploaded_by",)
    facts = ("name", "public_id", "mime", "size", "sha256", "uploaded_by", "uploaded_at")
