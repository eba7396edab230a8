"""The one SQLite driver, for plain and encrypted journals, and its error classes.

sqlite_utils looks for a module called pysqlite3 before it takes the standard library's; giving
it sqlcipher3 under that name makes it catch the errors this driver really raises. So this
module must be imported before sqlite_utils.
"""

from __future__ import annotations

import sys

import sqlcipher3
import sqlcipher3.dbapi2

sys.modules.setdefault("pysqlite3", sqlcipher3)
sys.modules.setdefault("pysqlite3.dbapi2", sqlcipher3.dbapi2)

Connection = sqlcipher3.dbapi2.Connection
Cursor = sqlcipher3.dbapi2.Cursor
Error = sqlcipher3.dbapi2.Error
DatabaseError = sqlcipher3.dbapi2.DatabaseError
OperationalError = sqlcipher3.dbapi2.OperationalError
IntegrityError = sqlcipher3.dbapi2.IntegrityError
connect = sqlcipher3.dbapi2.connect
