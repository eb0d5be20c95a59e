"""Output for other programs: hits in the formats of `formats.FORMATS`, and alignments in those of `bitext`.

A search makes its hits into `rows.ExportRow` one by one, and a writer gets one after the other, so that memory does not
grow with the number of hits.
"""
