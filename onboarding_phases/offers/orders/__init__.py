"""Written orders: what the vendor commissions of a firm, item by item, issued when an offer is accepted."""
