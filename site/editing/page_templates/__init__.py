"""Templates for pages that recur: what an editor can begin a new page with."""
