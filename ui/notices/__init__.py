"""What the window tells by itself: a strip with a message, an undo toast, and the crash window."""

from app.services.mistakes import CrashReport
from ui.notices.crash import CrashWindow, crash_report, install_crash_handler
from ui.notices.strip import MessageStrip, UndoToast

__all__ = [
    "CrashReport",
    "CrashWindow",
    "MessageStrip",
    "UndoToast",
    "crash_report",
    "install_crash_handler",
]
