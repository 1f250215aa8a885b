"""Which references of all departments' records name the same human being.

The walk of this package, each step a pure function on polars frames:

    references   one row for each person a delivered row names
    descriptors  the distinct (name, number, sex, birth date) among them: everything below works on those
    normalise    comparison keys of names;  number: what a citizen number says
    exact        equal valid numbers, with the name check
    repair       one wrong digit or one swapped pair
    singles      references that stand alone, and those linked only likely
    crosswalk    person keys that stay over nights; merge and split events
    links        the answer for each reference;  persons: one row for each person

`night` ties them together. Blocking, comparisons, weights and clusters (issue "linking") come between
`repair` and `singles`: they take the descriptors that `linking.Linked` still calls alone.
"""
