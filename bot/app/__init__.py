"""The composition root: settings -> database -> gateways -> services -> routes; only here are parts wired."""
