"""The interface for programs: /api/v1/, read-only, over the one door to what is public.

`shapes` and `asking` say what is told and what may be asked for; `serving` how every address answers; `tell` makes
records of models, `pages` pages of lists; `releases`, `statements`, `records` and `searching` are the addresses, in
`routes`; `document` and `guide` tell of them, programs and people.
"""
