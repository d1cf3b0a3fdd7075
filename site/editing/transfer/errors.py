class TransferError(Exception):
    """Why content cannot be exported or imported; the message is for whoever runs the command."""
