"""Data sets: where pictures and labels come from.

`choice` says which one a project uses, `catalog` knows them all and loads them,
`dataset` is what comes out. Each other module reads or draws one kind.
"""
