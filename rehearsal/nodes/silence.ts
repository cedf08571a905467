import { run as runProgram } from '../../servers/command';

const table = 'ip silence';

/**
 * Nothing comes from an address of the VPC any more, and nothing arrives there, as when its machine has lost its power:
 * whoever is connected hears no word of it.
 * @returns what ends the silence. A machine that is there again refuses what belongs to its earlier life.
 */
export async function fallSilent(address: string): Promise<() => Promise<void>> {
  const commands = [
    `add table ${table}`,
    `add chain ${table} in { type filter hook input priority 0; }`,
    `add chain ${table} out { type filter hook output priority 0; }`,
    `add rule ${table} in ip daddr ${address} drop`,
    `add rule ${table} out ip saddr ${address} drop`,
  ];
  await runProgram('nft', [commands.join('; ')]);
  return async () => void (await runProgram('nft', [`delete table ${table}`]));
}
