import { randomBytes } from 'node:crypto';
import type { Login, PostgresServer } from './postgres-server';

/** The users of today, of the two that alternate. */
export interface ApplicationLogins {
  /** Of the pods: acts as `app`, which inherits no right and makes no tables. */
  readonly application: Login;
  /** Of migrations and the life of tenants: acts as `migrator`, which owns the database and makes roles. */
  readonly migrator: Login;
}

const loginOf = (user: string): Login => ({
  user,
  password: randomBytes(18).toString('hex'),
  database: 'app',
});

/** Makes the application's database and its logins, with the rights that they have on RDS. */
export async function makeApplicationLogins(postgres: PostgresServer): Promise<ApplicationLogins> {
  const application = loginOf('app_a');
  const migrator = loginOf('migrator_a');
  await postgres.asSuperuser(
    `CREATE ROLE app NOLOGIN NOINHERIT;
     CREATE ROLE migrator NOLOGIN CREATEROLE;
     CREATE ROLE app_a LOGIN PASSWORD '${application.password}' IN ROLE app;
     CREATE ROLE migrator_a LOGIN PASSWORD '${migrator.password}' IN ROLE migrator;
     ALTER ROLE app_a SET role TO app;
     ALTER ROLE migrator_a SET role TO migrator`,
  );
  await postgres.asSuperuser('CREATE DATABASE app OWNER migrator');
  await postgres.asSuperuser('REVOKE ALL ON DATABASE app FROM PUBLIC; GRANT CONNECT ON DATABASE app TO app');
  return { application, migrator };
}
