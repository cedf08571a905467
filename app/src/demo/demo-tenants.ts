import type { Tier } from '@platform/tenancy/context/tenant-context';
import type { AgentInput } from '../agents/agent-model';

export interface DemoAgent extends AgentInput {
  /** What it is asked to do, one task each. */
  readonly tasks: readonly { readonly text: string; readonly durable: boolean }[];
}

export interface DemoTenant {
  readonly slug: string;
  readonly name: string;
  readonly tier: Tier;
  readonly region: string;
  readonly providerBudgetUsd: number;
  readonly admin: { readonly email: string; readonly name: string };
  readonly agents: readonly DemoAgent[];
}

const region = 'us-east-1';

const agent = (name: string, instructions: string, ...texts: readonly string[]): DemoAgent => ({
  name,
  instructions,
  provider: 'sample',
  model: 'echo-small',
  tasks: texts.map((text, index) => ({ text, durable: index % 2 === 1 })),
});

/** One tenant of each tier that has limits of its own, at companies that do not exist. */
export const demoTenants: readonly DemoTenant[] = [
  {
    slug: 'acme',
    name: 'Acme Corporation',
    tier: 'growth',
    region,
    providerBudgetUsd: 200,
    admin: { email: 'wile@acme.example', name: 'Wile E.' },
    agents: [
      agent(
        'Research',
        'Find out and sum up.',
        'Compare three suppliers of anvils.',
        'Which roads lead to Tucson?',
      ),
      agent('Support', 'Answer customers kindly.', 'A customer says that the rocket skates are late.'),
      agent(
        'Reporting',
        'Write short reports.',
        'Sum up last week.\n\nAdd the risks.\n\nAdd the next steps.',
      ),
    ],
  },
  {
    slug: 'globex',
    name: 'Globex Corporation',
    tier: 'starter',
    region,
    providerBudgetUsd: 50,
    admin: { email: 'hank@globex.example', name: 'Hank S.' },
    agents: [
      agent('Translator', 'Translate into plain English.', 'Translate the safety instructions.'),
      agent('Planner', 'Plan projects.', 'Plan the move of the office.', 'Plan the summer party.'),
    ],
  },
  {
    slug: 'initech',
    name: 'Initech',
    tier: 'free',
    region,
    providerBudgetUsd: 5,
    admin: { email: 'bill@initech.example', name: 'Bill L.' },
    agents: [agent('Cover sheets', 'Write cover sheets.', 'Write the cover sheet of the report.')],
  },
];
