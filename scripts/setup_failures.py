"""What a failed installation means to the person at the keyboard, in one sentence."""

import re
from pathlib import Path

NO_NETWORK = re.compile(
    r"NewConnectionError|NameResolutionError|Temporary failure in name resolution"
    r"|Network is unreachable|ConnectTimeoutError|ReadTimeoutError|ProxyError"
    r"|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|ETIMEDOUT|ECONNRESET"
)
NO_COMPILER = re.compile(
    r"command '?[\w./-]*(gcc|cc|clang|g\+\+|c\+\+)[\w.-]*'? failed"
    r"|unable to execute '?\w*(cc|clang)"
    r"|No such file or directory: '[\w./-]*(gcc|cc|clang)'|error: Microsoft Visual C\+\+"
    r"|Unknown compiler\(s\)|[Nn](o|eed a) C compiler"
    r"|linker `?cc`? not found|[Cc]an't find Rust compiler"
)
FAILED_BUILD = re.compile(r"Failed building wheel for ([\w.-]+)|Failed to build '?([\w.-]+)")
NO_SPACE = re.compile(r"No space left on device|ENOSPC")


class SetupError(Exception):
    """A step failed; the message is the one sentence, `output` what to show above it."""

    def __init__(self, message: str, *, output: str = "") -> None:
        super().__init__(message)
        self.output = output


def explain_install_failure(output: str, *, failed: str, log: Path) -> SetupError:
    """Return what pip's or npm's output says; an unknown cause shows the output itself."""
    if NO_SPACE.search(output):
        return SetupError(f"{failed}: the disk is full. Make room and try again.")
    if NO_COMPILER.search(output):
        build = FAILED_BUILD.search(output)
        package = next(filter(None, build.groups())) if build else "a package"
        return SetupError(
            f"{failed}: there is no ready-made build of {package} for this machine and no C "
            "compiler to make one. Install a compiler (on Debian and Ubuntu: apt-get install "
            f"build-essential python3-dev) and try again; the details are in {log}."
        )
    if NO_NETWORK.search(output):
        return SetupError(
            f"{failed}: the package index could not be reached. Check the network connection "
            f"and try again; the details are in {log}."
        )
    return SetupError(
        f"{failed}; the lines above say why, and all of it is in {log}.", output=output
    )
