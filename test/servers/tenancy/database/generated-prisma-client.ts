import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { SqlDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import { buildSync } from 'esbuild';

const schema = `
generator client {
  provider     = "prisma-client"
  output       = "./client"
  moduleFormat = "cjs"
}

datasource db {
  provider = "postgresql"
}

model Note {
  id      Int      @id
  body    String
  detail  Json?
  amount  Decimal?
  madeAt  DateTime @default(now()) @map("made_at") @db.Timestamptz(3)
  replies Reply[]

  @@map("notes")
}

model Reply {
  id     Int    @id @default(autoincrement())
  noteId Int    @map("note_id")
  body   String
  note   Note   @relation(fields: [noteId], references: [id])

  @@map("replies")
}
`;

interface Row {
  readonly id: number;
  readonly body: string;
}
type Arguments = Readonly<Record<string, unknown>>;

/** What the tests use of the generated client; its own types are generated with it. */
export interface NotesClient {
  readonly note: {
    findUnique(query: Arguments): Promise<Row | null>;
    findMany(query?: Arguments): Promise<readonly Row[]>;
    create(query: Arguments): Promise<Row>;
    update(query: Arguments): Promise<Row>;
    count(query?: Arguments): Promise<number>;
  };
  $transaction<Result>(
    work: ((inside: NotesClient) => Promise<Result>) | readonly Promise<Result>[],
    options?: Arguments,
  ): Promise<Result>;
  $queryRawUnsafe(sql: string, ...values: unknown[]): Promise<readonly Record<string, unknown>[]>;
  $executeRawUnsafe(sql: string, ...values: unknown[]): Promise<number>;
  $extends(extension: Arguments): NotesClient;
  $disconnect(): Promise<void>;
}

export interface NotesClientModule {
  readonly PrismaClient: new (options: {
    adapter: SqlDriverAdapterFactory;
    log?: readonly unknown[];
  }) => NotesClient;
  /** Removes the generated files. */
  remove(): void;
}

/** Generates a Prisma client for the tables of `notes.ts`, without a network, and loads it. */
export function generatedPrismaClient(): NotesClientModule {
  const packages = dirname(dirname(require.resolve('prisma/package.json')));
  const folder = mkdtempSync(join(tmpdir(), 'prisma-'));
  const schemaFile = join(folder, 'schema.prisma');
  const bundle = join(folder, 'client.js');
  writeFileSync(schemaFile, schema);
  // The engine of migrations, which generating does not use, would be downloaded.
  const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: '/bin/true', CHECKPOINT_DISABLE: '1' };
  execFileSync(join(packages, '.bin/prisma'), ['generate', '--schema', schemaFile], {
    env,
    cwd: folder,
    stdio: 'pipe',
  });
  buildSync({
    entryPoints: [join(folder, 'client/client.ts')],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    nodePaths: [packages],
    // Jest has none without a flag.
    supported: { 'dynamic-import': false },
    logLevel: 'error',
  });
  const { PrismaClient } = createRequire(bundle)(bundle);
  return { PrismaClient, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
