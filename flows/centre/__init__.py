"""What the centre owes others: reports kept valid, sources answered for, tickets, scorecards and handovers."""
