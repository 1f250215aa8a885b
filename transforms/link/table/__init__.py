"""The linking engine by itself: any one table of persons de-duplicated, or any two linked. Frames in, frames out.

settings  what a settings file may say               fields    values normalised and coded, once
blockkeys what blocking rules say of a record, in one integer
blocks    candidate pairs by blocking rules          levels    comparison levels of pairs, packed into one integer
estimate  m and u without labels                     score     weights, probabilities, thresholds
clusters  components, split where they contradict    engine    all of it in order

docs/linking-engine.md shows it at work on FEBRL.
"""
