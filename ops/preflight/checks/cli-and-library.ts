import type { Check, Fault } from '../check';
import type { PackageState } from '../machine/machine';

/** An exact version, without ^ or ~. */
const exact = /^\d+\.\d+\.\d+$/;
const install = 'npm ci';

/** The CDK's command and its library: pinned, installed as pinned, and the one reads what the other writes. */
export const cliAndLibrary: Check = {
  name: 'CLI and library',
  questions: ({ machine, needs }) => [
    async () => machine.packages().flatMap(packageFaults),
    async () => {
      const said = await machine.unreadableAssembly(needs.folder);
      return said === null
        ? []
        : [
            {
              severity: 'fails',
              what: `The CDK CLI cannot read the assembly: ${said}`,
              why: 'cdk deploy stops before its first call',
              command: 'npm view aws-cdk versions   # pin one that reads it in package.json, then npm ci',
            },
          ];
    },
  ],
};

function packageFaults({ name, wanted, installed }: PackageState): Fault[] {
  const fault = (what: string, why: string, command = install): Fault => ({
    severity: 'fails',
    what,
    why,
    command,
  });
  if (installed === null) {
    return [fault(`${name} is not installed`, 'nothing synthesizes or deploys without it')];
  }
  if (wanted === null || !exact.test(wanted)) {
    const command = `npm install --save-dev --save-exact ${name}@${installed}`;
    return [
      fault(
        `${name} is ${wanted ?? 'absent'} in package.json, not one exact version`,
        'the next npm install may take a version that does not fit its partner',
        command,
      ),
    ];
  }
  return wanted === installed
    ? []
    : [fault(`${name} is ${installed}, and package.json asks for ${wanted}`, 'an untried pair would deploy')];
}
