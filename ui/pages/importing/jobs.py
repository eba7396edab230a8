"""The two long works of an import, done beside the screen: reading files, and taking them in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from app.model.changes import Changes
from app.model.imports import ImportReport
from app.services import transfer
from app.services.transfer import ImportOptions, Plan, PlanRow
from app.services.workspace import Workspace
from ui.pages.importing.records import Record, planned
from ui.task import Task

# What was taken in, and what the journal said of it meanwhile.
Landed: TypeAlias = tuple[ImportReport, list[Changes]]
Read: TypeAlias = tuple[Plan, list[Record]]


def reading(files: list[Path], options: ImportOptions) -> Callable[[Workspace, Task], Read]:
    """Reads the files into a plan; what is found early is shown early."""

    def job(workspace: Workspace, task: Task) -> Read:
        def show(rows: tuple[PlanRow, ...]) -> None:
            task.show([planned(row) for row in rows])

        plan = transfer.preview(
            workspace, files, options, task.progress, task.cancelled, task.tell, show
        )
        return plan, [planned(row) for row in plan.rows]

    return job


def taking_in(plan: Plan) -> Callable[[Workspace, Task], Landed]:
    """Takes a plan in."""

    def job(workspace: Workspace, task: Task) -> Landed:
        heard: list[Changes] = []
        workspace.listen(heard.append)
        report = transfer.apply(
            workspace,
            plan,
            progress=task.progress,
            cancelled=task.cancelled,
            tell=task.tell,
            at_once=False,
        )
        return report, heard

    return job
