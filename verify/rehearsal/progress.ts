/** What a long check is at. */
export const progress = (line: string): void => void process.stdout.write(`  ${line}\n`);
