"""Pages and a SPARQL endpoint over HTTP.

`guard` decides who may ask, `app` which path is answered by what, `endpoint` speaks the SPARQL
Protocol, `paged` sends pages; both have their work done by the child processes of a `pool`. The
pages themselves are made in `pages/` and know nothing of HTTP.
"""
