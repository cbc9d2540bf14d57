"""The pages: one module a page, from parameters to what its template shows.

`paths` says which paths are pages, `answer` gives one in the form asked for, `book` holds what
all pages need. Nothing here writes, prints or waits.
"""
