"""Dates in Russian: the month in the genitive (Django's letter E); the rest is Django's own."""

DATE_FORMAT = "j E Y г."
TIME_FORMAT = "H:i"
MONTH_DAY_FORMAT = "j E"
DATETIME_FORMAT = "j E Y г., H:i"
SHORT_DATETIME_FORMAT = "d.m.Y H:i"
