"""The import desk: printed sheets on their way in.

``adding_files`` puts files on the desk; a worker (``worker.py``) reads them (``reading``) and
imports them into the record (``importing``). The desk writes its own tables; ``coding.workflow``
writes the record.
"""
