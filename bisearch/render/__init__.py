"""Output for people.

`printers` chooses between `plain` (pipes and files) and `terminal` (columns and colour); `kwic` prints concordances and
`progress` shows how far a command has come. They share `wording`, `explanation` (why a hit matched) and `layout`
(wrapping to a width).
"""
