"""A node over HTTP: exactly the paths by which others read its logs and bring it theirs."""

from truceline.doors.api.app import application

__all__ = ["application"]
