"""Settings: a flag wins, then the environment, then ``./plankg.toml``, then the user's own config file.

A config file is TOML::

    db = "plans.kg"

    [neo4j]
    uri = "neo4j://localhost:7687"
    username = "neo4j"
    password = "…"
    database = "neo4j"

    [query]            # defaults for the options of one command
    format = "csv"
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.errors import SettingError
from plankg.commands import names

DEFAULT_DB = "plans.kg"
NEO4J_KEYS = ("uri", "username", "password", "database")
_ENV = {key: f"NEO4J_{key.upper()}" for key in NEO4J_KEYS}


@dataclass(frozen=True, slots=True)
class Config:
    """What the config files say. ``commands`` holds defaults of options by command name."""

    db: str | None = None
    neo4j: dict[str, str] = field(default_factory=dict)
    commands: dict[str, dict[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Target:
    """Where the graph is: a folder or a server, and the options for ``cypher.open_store``."""

    place: str
    options: dict[str, Any] = field(default_factory=dict)
    why: str = ""

    @property
    def is_server(self) -> bool:
        """Whether ``place`` is the address of a server."""
        return "://" in self.place


def config_files() -> list[Path]:
    """The config files that are looked at, the one that wins last."""
    import platformdirs

    return [platformdirs.user_config_path("plankg") / "config.toml", Path("plankg.toml")]


def load_config(explicit: str | Path | None = None) -> Config:
    """Read the config files. Raises ``SettingError`` (E601) naming the file and the entry."""
    if explicit is not None:
        if not Path(explicit).is_file():
            raise SettingError("E601", name=f"--config {explicit}", reason="no such file")
        return _read(Path(explicit), Config())
    config = Config()
    for path in config_files():
        if path.is_file():
            config = _read(path, config)
    return config


def _read(path: Path, base: Config) -> Config:
    import tomllib

    try:
        raw = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingError("E601", name=f"in {path}", reason=str(error)) from error
    db, neo4j = base.db, dict(base.neo4j)
    commands = {name: dict(options) for name, options in base.commands.items()}
    for key, value in raw.items():
        if key == "db" and isinstance(value, str):
            db = value
        elif key == "neo4j" and isinstance(value, dict):
            neo4j.update(_neo4j(path, value))
        elif key in names() and isinstance(value, dict):
            options = {name.replace("-", "_"): item for name, item in value.items()}
            commands.setdefault(key, {}).update(options)
        else:
            known = "db, neo4j, or the name of a command"
            raise SettingError("E601", name=f"`{key}` in {path}", reason=f"known are {known}")
    return Config(db, neo4j, commands)


def _neo4j(path: Path, raw: dict[str, Any]) -> dict[str, str]:
    for key, value in raw.items():
        if key not in NEO4J_KEYS or not isinstance(value, str):
            raise SettingError(
                "E601", name=f"`neo4j.{key}` in {path}", reason=f"known are {', '.join(NEO4J_KEYS)}, each a text"
            )
    return raw


def neo4j_settings(config: Config, **flags: str | None) -> dict[str, str]:
    """Address, user, password and database of the server: flags, then environment, then config."""
    found = dict(config.neo4j)
    found.update({key: os.environ[name] for key, name in _ENV.items() if os.environ.get(name)})
    found.update({key: value for key, value in flags.items() if value})
    return found


def target(config: Config, db: str | None, *, folder_only: bool = False, **flags: str | None) -> Target:
    """The graph a command works on.

    ``db`` (flag or ``PLANKG_DB``) wins: a folder, an address, or ``neo4j`` for the server of the settings. Without it
    ``NEO4J_URI``, then the config's ``db``, then its ``neo4j.uri``, then ``plans.kg``. ``folder_only`` is for
    commands that need the facts: they never go to a server unasked, and refuse one that is asked for.
    """
    server = neo4j_settings(config, **flags)
    if db:
        place, why = db, ""
        if db == "neo4j":
            if "uri" not in server:
                raise SettingError("E601", name="--db neo4j", reason="set NEO4J_URI or neo4j.uri in plankg.toml")
            place = server["uri"]
    elif os.environ.get("NEO4J_URI") and not folder_only:
        place, why = server["uri"], "NEO4J_URI"
    elif config.db:
        place, why = config.db, "db in the config file"
    elif "uri" in server and not folder_only and not Path(DEFAULT_DB).exists():
        place, why = server["uri"], "neo4j.uri in the config file"
    else:
        place, why = DEFAULT_DB, ""
    if "://" not in place:
        return Target(place, {}, why)
    if folder_only:
        raise SettingError("E601", name=f"--db {place}", reason="this command works on a graph folder, not on a server")
    options = {"user": server.get("username"), "password": server.get("password"), "database": server.get("database")}
    return Target(place, {k: v for k, v in options.items() if v}, why)
