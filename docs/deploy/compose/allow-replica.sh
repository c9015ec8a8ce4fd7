#!/bin/sh
# Runs once, when the database is made: the replica may follow it.
echo "host replication atop_owner samenet scram-sha-256" >> "$PGDATA/pg_hba.conf"
