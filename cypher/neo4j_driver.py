"""Connecting to a Neo4j server, and its errors as one clear line.

Neither the password nor anything the driver prints by itself reaches a message: server notifications and the driver's
telemetry are off, its log is silent.
"""

from __future__ import annotations

import contextlib
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from kg.errors import PlanKGError, QueryError, ServerError

if TYPE_CHECKING:
    from neo4j import Driver

#: The oldest server that has all the Cypher used here.
OLDEST = (5, 13)
_CONNECT_SECONDS = 15.0
_RETRY_SECONDS = 30.0

_TIMED_OUT = (
    "Neo.ClientError.Transaction.TransactionTimedOut",
    "Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration",
    "Neo.ClientError.Transaction.LockClientStopped",
    "Neo.TransientError.Transaction.Terminated",
    "Neo.TransientError.Transaction.LockClientStopped",
)
_WRITES = ("Neo.ClientError.Statement.AccessMode", "Neo.ClientError.Cluster.NotALeader")
_FORBIDDEN = ("Neo.ClientError.Security.Forbidden", "Neo.ClientError.General.ForbiddenOnReadOnlyDatabase")
_REFUSED = (
    "Neo.ClientError.Security.Unauthorized",
    "Neo.ClientError.Security.CredentialsExpired",
    "Neo.ClientError.Security.AuthenticationRateLimit",
    "Neo.ClientError.Security.TokenExpired",
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a server is and who asks, for messages; the password is not in it."""

    uri: str
    user: str
    database: str


@dataclass(frozen=True, slots=True)
class ServerVersion:
    """What the server says of itself: ``name`` (Neo4j), its version, and the Bolt version spoken."""

    name: str
    version: str
    bolt: str


def checked_uri(uri: str) -> str:
    """``uri`` if it can be used. Raises ``ServerError`` (E506) without repeating what may be a password."""
    parts = urlsplit(uri)
    if "@" in parts.netloc:
        shown = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
        reason = "user and password do not belong into the address; set NEO4J_USERNAME and NEO4J_PASSWORD"
        raise ServerError("E506", uri=shown, reason=reason)
    if not parts.hostname:
        raise ServerError("E506", uri=uri, reason="it names no host; write neo4j://host:7687")
    return uri


def connect(place: Place, password: str | None) -> tuple[Driver, ServerVersion]:
    """A driver that has reached the server.

    Raises:
        ServerError: not reachable (E501), login refused (E502), too old (E503), address or setting of no use (E506).
    """
    import neo4j

    logging.getLogger("neo4j").addHandler(logging.NullHandler())
    with server_errors(place):
        driver = neo4j.GraphDatabase.driver(
            checked_uri(place.uri),
            auth=(place.user, password) if password is not None else None,
            connection_timeout=_CONNECT_SECONDS,
            connection_acquisition_timeout=_CONNECT_SECONDS * 2,
            max_transaction_retry_time=_RETRY_SECONDS,
            notifications_min_severity="OFF",
            telemetry_disabled=True,
            user_agent=f"plankg neo4j-python/{neo4j.__version__}",
        )
        try:
            info = driver.get_server_info()
            server = _version(str(info.agent), ".".join(map(str, info.protocol_version)))
            _check_version(place, server)
        except BaseException:
            driver.close()
            raise
    return driver, server


def _version(agent: str, bolt: str) -> ServerVersion:
    name, _, version = agent.partition("/")
    return ServerVersion(name, version or "?", bolt)


def _check_version(place: Place, server: ServerVersion) -> None:
    numbers = [int(part) for part in re.findall(r"\d+", server.version)[:2]]
    if server.name == "Neo4j" and numbers and tuple(numbers) < OLDEST:
        raise ServerError("E503", uri=place.uri, version=server.version)


# -- errors ---------------------------------------------------------------------------------------


def reason_of(error: BaseException) -> str:
    """The server's own words in one line, without codes and without the statement it repeats."""
    text = str(getattr(error, "message", None) or error)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    kept = [line for line in lines if not line.startswith(('"', "^"))]
    return " ".join(" ".join(kept or lines).split())[:400] or type(error).__name__


@contextlib.contextmanager
def server_errors(place: Place) -> Iterator[None]:
    """Turn what the driver raises into ``ServerError`` (E501-E507)."""
    from neo4j import exceptions

    try:
        yield
    except PlanKGError:
        raise
    except exceptions.AuthError as error:
        raise _auth_error(place, error) from None
    except exceptions.Neo4jError as error:
        raise _server_error(place, error) from error
    except (exceptions.ServiceUnavailable, exceptions.SessionExpired, OSError) as error:
        raise ServerError("E501", uri=place.uri, reason=_unreachable(error)) from error
    except (exceptions.DriverError, ValueError) as error:
        raise ServerError("E506", uri=place.uri, reason=reason_of(error)) from error


def _auth_error(place: Place, error: Any) -> ServerError:
    if error.code in _FORBIDDEN:
        return ServerError("E504", uri=place.uri, user=place.user)
    return ServerError("E502", uri=place.uri, user=place.user)


def _server_error(place: Place, error: Any) -> PlanKGError:
    code = str(error.code or "")
    if code in _FORBIDDEN or code in _WRITES:
        return ServerError("E504", uri=place.uri, user=place.user)
    if code in _REFUSED:
        return ServerError("E502", uri=place.uri, user=place.user)
    if code == "Neo.ClientError.Database.DatabaseNotFound":
        return ServerError("E505", uri=place.uri, database=place.database or "?")
    return ServerError("E507", uri=place.uri, reason=reason_of(error))


def _unreachable(error: BaseException) -> str:
    """Why there is no connection, in a few words (the driver repeats itself over several lines)."""
    text = " ".join(str(error).split())
    inner = re.findall(r"\(reason (.*?)\)+$", text) or re.findall(r"\[Errno -?\d+\] ([^\])]+)", text)
    known = (
        ("Connection refused", "nothing listens there"),
        ("Name or service not known", "there is no such host"),
        ("nodename nor servname", "there is no such host"),
        ("getaddrinfo", "there is no such host"),
        ("timed out", "it did not answer in time"),
        ("CERTIFICATE", "its certificate cannot be trusted"),
        ("SSL", "encryption was refused"),
        ("routing information", "it gave no routing information; try bolt:// in place of neo4j://"),
    )
    return next((words for sign, words in known if sign in text), inner[-1] if inner else text[:200])


def query_error(error: BaseException, place: Place, timeout: float | None) -> PlanKGError:
    """The error a user sees for one that a query met (E401-E403, E501-E506)."""
    from neo4j.exceptions import AuthError, Neo4jError

    if isinstance(error, PlanKGError):
        return error
    if isinstance(error, Neo4jError) and not isinstance(error, AuthError):
        code = str(error.code or "")
        if code in _TIMED_OUT:
            return QueryError("E402", seconds=f"{timeout:g}" if timeout else "?")
        if code in _WRITES:
            return QueryError("E403")
        if code not in _FORBIDDEN and code not in _REFUSED and not code.startswith("Neo.ClientError.Database."):
            return QueryError("E401", reason=reason_of(error))
    try:
        with server_errors(place):
            raise error
    except PlanKGError as translated:
        return translated
    except BaseException as other:
        return QueryError("E401", reason=reason_of(other))
