"""The query language: from a typed query to its tree, without any index.

    query    = clause { clause }            any clause may match; those with + and filters must, those with - must not
    clause   = [ "+" | "-" | "NOT" ] either
    either   = both { "OR" both }
    both     = factor { "AND" [ "NOT" ] factor }
    factor   = [ side ":" ] ( word | phrase | "(" query ")" ) | filter
    word     = letters [ "*" | "~" [ digit ] ]
    phrase   = [ "exact:" ] '"' words '"' [ "~" digits ]
    filter   = ( "title" | "ref" | "id" | "date" ) ":" ( word | phrase )

A mistake raises `QueryError` with its position; a query is never silently corrected.
"""
