#!/bin/sh
# The logins of the platform's database, as its rotation makes them: `app` may take tenants' roles and inherits nothing,
# `migrator` owns the database and makes tenants' roles.
set -eu
psql --set ON_ERROR_STOP=1 --username postgres \
  --set app_password="$APP_PASSWORD" --set migrator_password="$MIGRATOR_PASSWORD" <<'SQL'
CREATE ROLE app NOLOGIN NOINHERIT;
CREATE ROLE migrator NOLOGIN CREATEROLE;
CREATE ROLE app_a LOGIN PASSWORD :'app_password';
CREATE ROLE migrator_a LOGIN PASSWORD :'migrator_password';
GRANT app TO app_a WITH INHERIT TRUE, SET TRUE;
GRANT migrator TO migrator_a WITH INHERIT TRUE, SET TRUE;
ALTER ROLE app_a SET role TO app;
ALTER ROLE migrator_a SET role TO migrator;
CREATE DATABASE app OWNER migrator;
REVOKE ALL ON DATABASE app FROM PUBLIC;
GRANT CONNECT ON DATABASE app TO app;
SQL
