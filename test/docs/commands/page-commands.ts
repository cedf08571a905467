import { spawnSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One call of a program, with its words as the shell passes them. */
export interface DocumentedCommand {
  readonly page: string;
  readonly line: number;
  readonly words: readonly string[];
  /** The exported AWS_REGION; empty: none. */
  readonly region: string;
  /** Within a sentence: it may leave out what it must be given. */
  readonly mentioned: boolean;
}

export interface PageCommands {
  readonly commands: readonly DocumentedCommand[];
  /** What the shell itself complained of, a sentence each. */
  readonly faults: readonly string[];
}

/** What the recorder answers in the place of a program, and hence what variables hold. */
export const placeholder = 'placeholder-for-what-a-program-answers';

/** Programs that pass text on, or make a folder in the page's own: the real ones may run. */
const filters = ['cat', 'cut', 'date', 'grep', 'head', 'mkdir', 'sed', 'sort', 'tail', 'tr', 'uniq', 'wc'];
const recorder = readFileSync(join(__dirname, 'recorder.bash'), 'utf8').trimEnd().split('\n');
const recorderLines = recorder.length;
const secondsMax = 20;

/**
 * All commands of a page in Markdown, blocks of `sh` and then sentences, run by bash with recorders in the place of
 * programs.
 * @param text of the page
 */
export function pageCommands(page: string, text: string): PageCommands {
  const { blocks, mentions } = shellOf(text);
  if ([...blocks, ...mentions].every((line) => line.trim() === '')) return { commands: [], faults: [] };
  const folder = mkdtempSync(join(tmpdir(), 'documented-commands-'));
  try {
    return runRecorded(page, blocks, mentions, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Lines of a shell script, each where the page has it: of its blocks, and of the commands within its sentences. */
function shellOf(text: string): { readonly blocks: string[]; readonly mentions: string[] } {
  const lines = text.split('\n');
  const [blocks, prose]: [string[], string[]] = [[], []];
  let fence: string | null = null;
  for (const line of lines) {
    const [, language] = /^\s*```(\w*)/.exec(line) ?? [];
    const isFence = language !== undefined;
    blocks.push(!isFence && fence === 'sh' ? line : '');
    prose.push(!isFence && fence === null ? line : '');
    if (isFence) fence = fence === null ? language : null;
  }
  return { blocks, mentions: mentionsOf(prose) };
}

function mentionsOf(prose: readonly string[]): string[] {
  const mentions = prose.map((): string[] => []);
  const text = prose.join('\n');
  for (const { index, 1: span = '' } of text.matchAll(/`([^`]+)`/g)) {
    if (!/^(aws|kubectl|npx|npm) \S/.test(span) || span.includes('\n\n')) continue;
    mentions[text.slice(0, index).split('\n').length - 1]?.push(span.replace(/\s*\n\s*/g, ' '));
  }
  // Each in a shell of its own, so that one that fails leaves the others be.
  return mentions.map((spans) => spans.map((span) => `(${span})`).join('; '));
}

function runRecorded(
  page: string,
  blocks: readonly string[],
  mentions: readonly string[],
  folder: string,
): PageCommands {
  const records = join(folder, 'records');
  const script = join(folder, 'page.bash');
  mkdirSync(records);
  const mentionsAfter = recorderLines + blocks.length + 1;
  const between = `FIRST_LINE=${mentionsAfter} MENTIONED=yes`;
  writeFileSync(script, [...recorder, ...blocks, between, ...mentions, ''].join('\n'));
  // What `read` asks a person for.
  writeFileSync(join(folder, 'typed'), `${placeholder}\n`.repeat(20));
  const typed = openSync(join(folder, 'typed'), 'r');
  const { stderr, error } = spawnSync('/bin/bash', ['--noprofile', '--norc', script], {
    cwd: folder,
    stdio: [typed, 'ignore', 'pipe'],
    env: { PATH: filterFolder(folder), RECORDS: records, FIRST_LINE: String(recorderLines), MENTIONED: '' },
    encoding: 'utf8',
    timeout: secondsMax * 1000,
  });
  closeSync(typed);
  const commands = readdirSync(records)
    .map((file) => recorded(readFileSync(join(records, file), 'utf8'), page))
    .sort((one, other) => one.line - other.line);
  // bash counts the lines of the whole script.
  const faults = [...stderr.matchAll(/page\.bash: line (\d+): (.+)$/gm)].map(([, line, message]) => {
    const before = Number(line) > mentionsAfter ? mentionsAfter : recorderLines;
    return `${page}:${Number(line) - before}: the shell says: ${message}`;
  });
  return { commands, faults: [...faults, ...(error ? [`${page}: ${error.message}`] : [])] };
}

function recorded(text: string, page: string): DocumentedCommand {
  const [line, mentioned, region = '', ...words] = text.split('\0').slice(0, -1);
  return { page, line: Number(line), mentioned: mentioned === 'yes', region, words };
}

function filterFolder(folder: string): string {
  const path = join(folder, 'filters');
  mkdirSync(path);
  for (const filter of filters) {
    const program = ['/usr/bin', '/bin'].map((place) => join(place, filter)).find((file) => existsSync(file));
    if (program) symlinkSync(program, join(path, filter));
  }
  return path;
}
