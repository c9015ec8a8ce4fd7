"""The import desk: printed sheets on their way in.

``taking_in`` puts files on the desk; a worker (``worker.py``) reads them (``reading``) and imports
them into the record (``entering``). The desk writes its own tables; ``coding.workflow`` writes the
record.
"""
