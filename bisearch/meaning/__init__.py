"""How near two texts are in meaning: sentence vectors, the files that hold them, and the search for the nearest.

The same sentence in Russian and in English has nearly the same vector, so that vectors find what shares no word, and no
word that the lexicon translates, with a query. The room needs an optional package, and numpy, which nothing else on the
way of a search loads.
"""
