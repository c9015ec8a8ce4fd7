"""The import desk: printed sheets on their way in.

``taking_in`` puts files on it, a worker (``worker.py``) reads them (``reading``) and lets them into
the record (``entering``). It writes its own tables; the record is written by ``coding.workflow``.
"""
