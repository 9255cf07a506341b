"""pip and uv, made to do only what they are asked to, whatever a user's settings say."""

import ast
import importlib.util
import os
import re
import subprocess
import sysconfig
from collections.abc import Mapping, Sequence
from pathlib import Path

# Settings that are kept: where packages come from, and how they are fetched. Any other setting (a target, a
# dry run, a platform) could install packages elsewhere, install others, or install none.
PIP_MAY = {
    *("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS", "PIP_NO_INDEX", "PIP_TRUSTED_HOST"),
    *("PIP_PROXY", "PIP_CERT", "PIP_CLIENT_CERT", "PIP_TIMEOUT", "PIP_DEFAULT_TIMEOUT", "PIP_RETRIES"),
    *("PIP_CACHE_DIR", "PIP_NO_CACHE_DIR", "PIP_KEYRING_PROVIDER"),
}
UV_MAY = re.compile(
    r"UV_((DEFAULT_|EXTRA_|NO_)?INDEX(_.+)?|FIND_LINKS|CACHE_DIR|NO_CACHE|NATIVE_TLS|SYSTEM_CERTS|OFFLINE"
    r"|HTTP_.+|INSECURE_HOST|KEYRING_PROVIDER|LINK_MODE|CONCURRENT_.+|CONFIG_FILE|NO_CONFIG)"
)
PIP_AS_UV = {
    "PIP_INDEX_URL": "UV_DEFAULT_INDEX",
    "PIP_EXTRA_INDEX_URL": "UV_INDEX",
    "PIP_FIND_LINKS": "UV_FIND_LINKS",
    "PIP_TRUSTED_HOST": "UV_INSECURE_HOST",
    "PIP_CERT": "SSL_CERT_FILE",
    "PIP_PROXY": "ALL_PROXY",
}
PYTHON_MAY_NOT = {"PYTHONHOME", "PYTHONPATH", "PYTHONUSERBASE", "PYTHONPLATLIBDIR", "PYTHONEXECUTABLE"}


def harmless_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """The variables for a child process, without those that misdirect Python or uv. Those of pip stay."""
    return {
        name: value
        for name, value in environment.items()
        if name not in PYTHON_MAY_NOT and (not name.startswith("UV_") or UV_MAY.fullmatch(name))
    }


def pip_settings(listed: str) -> dict[str, str]:
    r"""The output of `pip config list` as variables, as far as pip may have them.

    >>> pip_settings("global.client-cert='mine.pem'\ninstall.target='elsewhere'\n")
    {'PIP_CLIENT_CERT': 'mine.pem'}
    """
    found: dict[str, dict[str, str]] = {"global": {}, "install": {}, ":env:": {}}  # the later one wins
    for line in listed.splitlines():
        key, _, value = line.partition("=")
        section, _, name = key.rpartition(".")
        variable = f"PIP_{name.replace('-', '_').upper()}"
        if section in found and variable in PIP_MAY:
            found[section][variable] = str(ast.literal_eval(value))
    return found["global"] | found["install"] | found[":env:"]


def pip_environment(pip: Sequence[str]) -> dict[str, str]:
    """The variables for pip. They replace all settings files, but keep their mirrors and certificates.

    Raises `CalledProcessError` or `OSError` if pip does not run at all.
    """
    environment = harmless_environment(os.environ)
    command = [*pip, "config", "list"]
    listed = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
    others = {name: value for name, value in environment.items() if not name.startswith("PIP_")}
    return {**others, **pip_settings(listed), "PIP_CONFIG_FILE": os.devnull}


def uv_is_told(environment: Mapping[str, str]) -> bool:
    """Whether variables tell uv where packages come from."""
    return any("INDEX" in name or "FIND_LINKS" in name for name in environment if UV_MAY.fullmatch(name))


def uv_environment(pip_has: Mapping[str, str]) -> dict[str, str]:
    """The variables for uv. It gets pip's mirrors and the like, unless it has settings of its own."""
    environment = harmless_environment(os.environ)
    if not uv_is_told(environment):
        for pips, uvs in PIP_AS_UV.items():
            if pip_has.get(pips):
                between = "," if uvs == "UV_FIND_LINKS" else " "
                environment.setdefault(uvs, between.join(pip_has[pips].split()))
        # files are identified by their hashes, so it does not matter which index they come from
        environment.setdefault("UV_INDEX_STRATEGY", "unsafe-best-match")
    return environment


def pip_of_python(python: str) -> list[str]:
    """A pip that needs no environment: the one that Python bundles with ensurepip, or its own.

    Debian keeps the bundled one elsewhere, or leaves it out.
    """
    spec = importlib.util.find_spec("ensurepip")
    shipped = Path(spec.origin).with_name("_bundled") if spec and spec.origin else Path("/nowhere")
    elsewhere = Path(str(sysconfig.get_config_var("WHEEL_PKG_DIR") or "/nowhere"))
    wheels = [*sorted(shipped.glob("pip-*.whl")), *sorted(elsewhere.glob("pip-*.whl"))]
    return [python, "-I", f"{wheels[0]}/pip"] if wheels else [python, "-I", "-m", "pip"]


def pip_install(files: Sequence[str], *options: str) -> list[str]:
    """The arguments for pip. Only wheels, because a build from source would fetch tools that are not pinned.

    Nothing is compiled now, which would take half of the time: modules are compiled when imported.
    """
    return [
        *("install", "--quiet", "--disable-pip-version-check", "--no-input", "--no-compile"),
        *("--only-binary", ":all:", "--require-hashes", *options),
        *(option for file in files for option in ("-r", file)),
    ]


def uv_install(python: str, files: Sequence[str], built: Sequence[str] = ()) -> list[str]:
    """The same for uv. The packages in `built` are built from source, with tools that the files also pin."""
    return [
        *("pip", "install", "--quiet", "--python", python, "--only-binary", ":all:", "--require-hashes"),
        *(option for name in built for option in ("--no-binary", name)),
        *(option for file in files if built for option in ("--build-constraints", file)),
        *(option for file in files for option in ("-r", file)),
    ]
