"""Which references of all departments' records name the same human being.

The walk of this package, each step a pure function on polars frames:

    references     one row for each person a delivered row names
    descriptors    the distinct (name, number, sex, birth date) among them: everything below works on those
    normalise      comparison keys of names;  number: what a citizen number says
    exact          equal valid numbers, with the name check
    repair         one wrong digit or one swapped pair
    units          what these leave open, cut so that each may be somebody else;  context: what else its rows say
    blocking       whom a unit may be;  levels, namelevels, characters: how the two compare
    score          weights by the reviewed model (model), probability against all others, certainty
    clusters       people without a number;  probabilistic puts units to clusters together
    singles        references that stand alone, and those linked only likely
    crosswalk      person keys that stay over nights;  anchors: those of clusters
    links          the answer for each reference, merge and split events;  persons: one row for each person
    weights        EM without labels, never at night;  proposal: what it would change;  explain: the waterfall of a pair
    summary        a night's linking in figures;  errors: expected false and missed links

`night` ties them together. Why it is so: docs/decisions/0012-linking-by-weights.md.
"""
