"""The query language: from what is typed to a tree. Needs no index.

    query    = clause { clause }            side by side: any may match; with + and filters it must, with - it must not
    clause   = [ "+" | "-" | "NOT" ] either
    either   = both { "OR" both }
    both     = factor { "AND" [ "NOT" ] factor }
    factor   = [ side ":" ] ( word | phrase | "(" query ")" ) | filter
    word     = letters [ "*" | "~" [ digit ] ]
    phrase   = [ "exact:" ] '"' words '"' [ "~" digits ]
    filter   = ( "title" | "ref" | "id" | "date" ) ":" ( word | phrase )

A slip raises `QueryError` with its place; a query is never mended silently into another one.
"""
