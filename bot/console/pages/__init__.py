"""The pages of the console, one module a topic; each has its `routes`, and is found by being here."""
