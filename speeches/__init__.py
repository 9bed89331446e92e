"""The newsroom: releases, their editions and showings, and who said what in them."""
