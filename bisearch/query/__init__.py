"""The query language: from a typed query to its tree, without any index.

    query    = clause { clause }            any clause may match; those with + and filters must, negated ones must not
    clause   = [ "+" ] either
    either   = both { "OR" both }           no part may be negated
    both     = negated { "AND" negated }
    negated  = { "NOT" | "-" } factor
    factor   = [ side ":" ] ( word | phrase | "(" query ")" [ "~" digits ] ) | filter
    word     = letters [ "~" [ digit ] ]    letters may have "*" and "?"
    phrase   = [ "exact:" ] '"' words '"' [ "~" digits ]
    filter   = field ":" ( word | phrase )  a field is title, ref, id, date or any of the metadata

A mistake raises `QueryError` with its position; a query is never silently corrected. `mending` removes mistakes, and
notes each.
"""
