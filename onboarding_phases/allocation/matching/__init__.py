"""The matching engine: places customers with partners, proves it and explains it.

It knows no database, no web and no clock: `match` takes partners, customers and a policy and gives a `Plan`;
`explain` says why one customer is where it is; `check` tests the hard rules again by code of its own.
"""
