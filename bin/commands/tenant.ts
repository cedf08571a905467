import { userInfo } from 'node:os';
import { type Command, Option } from 'commander';
import type { TenantOperationKind } from '../../ops/tenant/tenant-input';
import { type CommandOptions, tell } from './outcome';

interface TenantOptions extends CommandOptions {
  readonly databaseUrl?: string;
  readonly requestedBy: string;
  readonly waitSeconds: number;
}

/** What a subcommand asks for; `tenant` is a slug or id, null the whole fleet, and left out makes a new one. */
interface Asked {
  readonly kind: TenantOperationKind;
  readonly tenant?: string | null;
  readonly input: Readonly<Record<string, unknown>>;
}

const number = (text: string): number => Number(text);

/** `platform tenant`: the life of tenants. Most of it is done by the workload `lifecycle`; the command asks and waits. */
export function addTenant(program: Command): void {
  const tenant = program
    .command('tenant')
    .description('provision, list, suspend, migrate, export, erase and restore tenants')
    .addOption(
      new Option('--database-url <url>', "the migrator's login, past the pooler; else TENANT_DATABASE_URL"),
    )
    .option('--requested-by <name>', 'who asks, for the audit', userInfo().username)
    .option('--wait-seconds <number>', 'how long to wait for the end; 0 asks only', number, 600);

  tenant
    .command('list')
    .description('all tenants with status, tier and version')
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<TenantOptions>();
      const { withTenantDatabase } = await import('../../ops/tenant/tenant-connection');
      const { tenantListText } = await import('../../ops/tenant/tenant-text');
      const { listTenants } = await import('../../tenancy/life/tenant-list');
      const tenants = await withTenantDatabase(options.databaseUrl, listTenants);
      tell({ text: tenantListText(tenants), data: { tenants }, foundSomething: false }, options);
    });

  tenant
    .command('operations')
    .description('what was asked for, by whom, and how it went')
    .argument('[tenant]', 'slug or id; all when left out')
    .option('--limit <number>', 'at most so many, the newest', number, 50)
    .action(async (name: string | undefined, { limit }: { limit: number }, command: Command) => {
      const options = command.optsWithGlobals<TenantOptions>();
      const { readOperations } = await import('../../ops/tenant/tenant-operations');
      tell(await readOperations(options.databaseUrl, name, limit), options);
    });

  tenant
    .command('usage')
    .description('write what all tenants have used, as platform cost --usage reads it')
    .requiredOption('--from <day>', 'the first one (UTC), such as 2026-11-01')
    .requiredOption('--to <day>', 'the one after the last')
    .requiredOption('--out <file>', 'where the lines go')
    .option('--provider-prices <file>', 'JSON: what models cost, as the application has it')
    .action(async (typed: { from: string; to: string; out: string }, command: Command) => {
      const options = command.optsWithGlobals<TenantOptions>();
      const { writeUsageFile } = await import('../../ops/tenant/usage-file');
      const { lines } = await writeUsageFile({ ...typed, databaseUrl: options.databaseUrl });
      const text = `${lines} lines of usage in ${typed.out}. Next: npx platform cost --usage ${typed.out}`;
      tell({ text, data: { file: typed.out, lines }, foundSomething: false }, options);
    });

  tenant
    .command('retry')
    .description('go on with an operation that failed, from the step that failed')
    .argument('<operation>', 'its id')
    .action(async (id: string, _, command: Command) => {
      const options = command.optsWithGlobals<TenantOptions>();
      const { retryOperation } = await import('../../ops/tenant/tenant-operations');
      tell(await retryOperation(id, { ...options, onProgress }), options);
    });

  subcommand(tenant, 'provision <slug>', 'make a tenant')
    .requiredOption('--name <name>', 'what people call the customer')
    .option('--tier <tier>', 'free, starter, growth or enterprise', 'starter')
    .option('--region <region>', 'where its data lie', 'us-east-1')
    .option('--limits <json>', 'limits by contract, such as {"agents":500}')
    .option('--budget-usd <number>', 'at model providers, a calendar month', number)
    .option('--temporal-namespace <name>', 'one of its own')
    .option('--admin-email <address>', 'of the first administrator')
    .option('--admin-name <name>', 'of the first administrator')
    .action(
      asking(async ([slug], typed) => ({
        kind: 'provision',
        input: {
          slug,
          name: typed.name,
          tier: typed.tier,
          region: typed.region,
          contractLimits: await limitsOf(typed),
          providerBudgetUsd: typed.budgetUsd,
          temporalNamespace: typed.temporalNamespace,
          admin: typed.adminEmail && { email: typed.adminEmail, name: typed.adminName ?? typed.adminEmail },
        },
      })),
    );

  subcommand(tenant, 'suspend <tenant>', 'refuse a tenant at every door; its data are kept')
    .requiredOption('--reason <text>', 'why')
    .action(asking(([name], { reason }) => ({ kind: 'suspend', tenant: name, input: { reason } })));

  subcommand(tenant, 'resume <tenant>', 'end a suspension, or the days of grace').action(
    asking(([name]) => ({ kind: 'resume', tenant: name, input: {} })),
  );

  subcommand(tenant, 'tier <tenant> <tier>', 'change tier, contract and budget')
    .option('--limits <json>', 'limits by contract, such as {"agents":500}; none when left out')
    .option('--budget-usd <number>', 'at model providers, a calendar month', number)
    .action(
      asking(async ([name, tier], typed) => ({
        kind: 'change-tier',
        tenant: name,
        input: { tier, contractLimits: await limitsOf(typed), providerBudgetUsd: typed.budgetUsd },
      })),
    );

  subcommand(tenant, 'migrate', "bring every tenant's schema up to date")
    .option('--contract', 'also remove what only earlier versions of the application used')
    .option('--parallel <number>', 'tenants at one time', number)
    .action(
      asking((_, { contract, parallel }) => ({
        kind: 'migrate-fleet',
        tenant: null,
        input: { contract, parallel },
      })),
    );

  subcommand(tenant, 'export <tenant>', "write a bundle of a tenant's data")
    .option('--audience <audience>', 'restore, or customer: without what only a restore needs')
    .action(asking(([name], { audience }) => ({ kind: 'export', tenant: name, input: { audience } })));

  subcommand(tenant, 'offboard <tenant>', 'refuse a tenant from now on, and erase it after days of grace')
    .option('--grace-days <number>', 'in which resume takes it back', number)
    .action(asking(([name], { graceDays }) => ({ kind: 'offboard', tenant: name, input: { graceDays } })));

  subcommand(tenant, 'erase <tenant>', 'remove a tenant from everywhere, for good, with a certificate')
    .option('--now <reason>', 'without days of grace, and why')
    .option('--without-export <reason>', 'without a bundle to restore from, and why')
    .action(
      asking(([name], { now, withoutExport }) => ({
        kind: 'erase',
        tenant: name,
        input: {
          now: now && { reason: now },
          withoutExport: withoutExport && { reason: withoutExport },
        },
      })),
    );

  subcommand(tenant, 'restore <tenant>', 'bring a tenant back as it was; what it replaces is kept for days')
    .option('--bundle <prefix>', 'as the export answered it')
    .option('--sha256 <hash>', "of the bundle's manifest, as the export answered it")
    .option('--side-database <name>', 'instead of a bundle: a database that holds the tenant as it was')
    .option('--retain-days <number>', 'how long what is replaced is kept', number)
    .action(
      asking(([name], { bundle, sha256, sideDatabase, retainDays }) => ({
        kind: 'restore',
        tenant: name,
        input: { source: sideDatabase ? { sideDatabase } : { prefix: bundle, sha256 }, retainDays },
      })),
    );

  subcommand(tenant, 'undo-restore <tenant>', 'put back what the last restore replaced').action(
    asking(([name]) => ({ kind: 'undo-restore', tenant: name, input: {} })),
  );
}

const subcommand = (tenant: Command, usage: string, description: string): Command =>
  tenant.command(usage).description(description);

type Typed = Readonly<Record<string, string | undefined>>;

/** A subcommand's action: makes a request of what was typed, asks for it, waits, and tells how it went. */
function asking(requestOf: (names: readonly string[], typed: Typed) => Asked | Promise<Asked>) {
  return async (...parameters: unknown[]): Promise<void> => {
    const command = parameters.at(-1) as Command;
    const options = command.optsWithGlobals<TenantOptions>();
    const asked = await requestOf(command.processedArgs, command.opts<Record<string, string>>());
    const { performOperation } = await import('../../ops/tenant/tenant-operations');
    tell(await performOperation(asked, { ...options, onProgress }), options);
  };
}

async function limitsOf({ limits }: Typed): Promise<object | undefined> {
  const { jsonOption } = await import('../../ops/tenant/tenant-input');
  return jsonOption('--limits', limits);
}

const onProgress = (what: string): void => void process.stderr.write(`${what} …\n`);
