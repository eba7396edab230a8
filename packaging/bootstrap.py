"""Set Kith up and start it, or check it, with nothing but Python.

python3 packaging/bootstrap.py run [-- ARGUMENTS OF KITH]
python3 packaging/bootstrap.py test [-- ARGUMENTS OF PYTEST]
"""

# This file stays readable for old Pythons, so that they can say what is wrong with them.
import sys

USAGE = "Usage: python3 packaging/bootstrap.py run|test [-- further arguments]"


def main(arguments):
    """Set up what is missing, then run or test; the number is the exit code."""
    if sys.version_info < (3, 11):  # noqa: UP036 - the very question this file asks
        sys.stderr.write(
            "Kith needs Python 3.11 or newer, and this is Python %d.%d (%s).\n"  # noqa: UP031
            % (sys.version_info[0], sys.version_info[1], sys.executable)
        )
        return 1
    if not arguments or arguments[0] not in ("run", "test"):
        sys.stderr.write(USAGE + "\n")
        return 2
    further = arguments[1:]
    if further[:1] == ["--"]:
        further = further[1:]
    return _set_up_and_go(arguments[0], further)


def _set_up_and_go(command, further):
    import checks  # noqa: PLC0415 - these modules need the Python that main() asked for
    import environment  # noqa: PLC0415
    import start  # noqa: PLC0415

    try:
        environment.prepare(command)
        return start.run(further) if command == "run" else checks.run(further)
    except environment.SetupError as problem:
        sys.stderr.write("%s\n" % problem)  # noqa: UP031
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
