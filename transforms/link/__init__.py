"""Which references of all departments' records name the same human being.

The walk of this package, each step a pure function on polars frames:

    references     one row for each person a delivered row names
    descriptors    the distinct (name, number, sex, birth date) among them: everything below works on those
    normalise      comparison keys of names;  number: what a citizen number says
    exact          equal valid numbers, with the name check
    repair         one wrong digit or one swapped pair
    untrusted      numbers that are nobody's;  organisations: references that are no person
    units          what these leave open, cut so that each may be somebody else;  context: what else its rows say
    addresses      one door, however it is written;  surnames, variants: what names are made of
    blocking       whom a unit may be;  levels, namelevels, characters: how the two compare
    score          weights by the reviewed model (model), probability against all others, certainty
    borrowed       numbers under another name: the holder renamed, or somebody else
    clusters       people without a number;  probabilistic puts units to clusters together
    judged         what people said goes before all that;  judgements, agreement, cutting, carrying: how
    queue          pairs worth a person's eyes;  measured: linking held against what people said
    singles        references that stand alone, and those linked only likely
    crosswalk      person keys that stay over nights;  anchors: those of clusters
    links          the answer for each reference, merge and split events;  persons: one row for each person
    fingerprints   what is kept of a row beside its text;  segments: who a delivery's rows name, as numbers
    numbering      numbers that descriptors keep over nights;  partone: part one from what it was last night
    city           a city as numbers;  small: the part of it that is looked at closely;  around: what stands around
    answers        links of all others from their numbers, and what moved between two nights
    weights        EM without labels, never at night;  proposal: what it would change;  explain: the waterfall of a pair
    summary        a night's linking in figures;  errors: expected false and missed links

`table` is an engine of its own for any table of persons (docs/linking-engine.md). `night` ties the rest together.
Why it is so: docs/decisions/0012-linking-by-weights.md, docs/decisions/0014-incremental-linking.md.
"""
