import { text } from 'node:stream/consumers';
import { ESLint } from 'eslint';

/** Lints texts as if they stood in the files that they name, and prints the rules that each of them breaks. */
const eslint = new ESLint({ cwd: process.argv[2] });
const texts = JSON.parse(await text(process.stdin));
const broken = [];
for (const { file, code } of texts) {
  const results = await eslint.lintText(code, { filePath: file });
  broken.push(results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => ruleId ?? message)));
}
process.stdout.write(JSON.stringify(broken));
