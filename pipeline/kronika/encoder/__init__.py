"""The multilingual encoder at work: words in, scores of every label set out, then spans and morphology in a Doc.

The weights are made in ``models/encoder`` (its card says how, from what, and how well they do). Four steps, a
module each:

1. :mod:`~kronika.encoder.windows` cuts a long text into windows, at the ends of sentences
2. :mod:`~kronika.encoder.model` cuts words into pieces and runs the windows through onnxruntime
3. :mod:`~kronika.encoder.spans` decodes scores to labelled spans, each with the probability that it is right
4. :mod:`~kronika.encoder.component` writes them into a Doc: the pipe ``kronika_encoder``
"""
