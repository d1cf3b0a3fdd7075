"""An advisor withdraws: what remains is a nameless shell of the profile, and that it was there.

It begins with a record of consent that says so (`pool.withdrawals`); `erasing` does the rest in the
same transaction, and `after` what can only be done once it is through.
"""
