"""`reindex`: makes the indexes of the search and of the quote check again. See `speeches.search`."""

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, transaction

from speeches import search
from speeches.models import IndexedStatement, IndexedText, Shingle


class Command(BaseCommand):
    help = (
        "Makes the indexes of the search and of the quote check again, from the texts. "
        "May be run at any time; readers notice nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("--missing", action="store_true", help="only the texts that have none")

    def handle(self, missing=False, verbosity=1, **options):
        try:
            keys = [edition.pk for edition in search.unindexed()] if missing else self.all()
            for at in range(0, len(keys), search.BATCH):
                batch = keys[at : at + search.BATCH]
                with transaction.atomic():
                    # Locked: a redaction meanwhile must not see its words come back.
                    editions = list(search.sealed().filter(pk__in=batch).select_for_update(of=("self",)))
                    Shingle.objects.filter(edition__in=batch).delete()
                    search.index(editions)
                if verbosity and self.stderr.isatty():
                    self.stderr.write(f"\r{min(at + search.BATCH, len(keys))} of {len(keys)}", ending="")
            with transaction.atomic():
                search.index_all_names()
        except DatabaseError as error:
            raise CommandError(f"The database did not take it: {error}") from error
        if verbosity:
            if self.stderr.isatty():
                self.stderr.write("\r", ending="")
            self.stdout.write(f"{len(keys)} texts indexed.")

    def all(self):
        kept = search.sealed().order_by().values("pk")
        Shingle.objects.exclude(edition__in=kept).delete()
        IndexedText.objects.exclude(edition__in=kept).delete()
        IndexedStatement.objects.exclude(version__in=search.spoken().order_by().values("pk")).delete()
        return list(search.sealed().values_list("pk", flat=True))
