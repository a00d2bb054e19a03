"""The one way out to the network: hosts asked under guards, and what CalDAV servers say."""
