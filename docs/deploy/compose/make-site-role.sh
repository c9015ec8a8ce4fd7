#!/bin/sh
# Runs once, when the database is made: the role that the site works as. The owner gives it its rights.
psql --no-psqlrc --set=ON_ERROR_STOP=1 --set=password="$SITE_PASSWORD" \
  --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
CREATE ROLE atop_site LOGIN PASSWORD :'password';
SQL
