"""What several expressions read: account lists, sign-ins, covers, days."""
