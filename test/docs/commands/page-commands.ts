import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
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
export const placeholder = 'placeholder';

/** Programs that only pass text on, so that the real ones may run. */
const filters = ['cat', 'cut', 'date', 'grep', 'head', 'sed', 'sort', 'tail', 'tr', 'uniq', 'wc'];
const recorder = readFileSync(join(__dirname, 'recorder.bash'), 'utf8');
const recorderLines = recorder.split('\n').length - 1;
const secondsMax = 20;

/**
 * All commands of a page in Markdown, blocks of `sh` and sentences, run by bash with recorders in the place of programs.
 * @param text of the page
 */
export function pageCommands(page: string, text: string): PageCommands {
  const { blocks, mentions } = shellOf(text);
  const run = runRecorded(page, blocks, false);
  const mentioned = runRecorded(page, mentions, true);
  return {
    commands: [...run.commands, ...mentioned.commands],
    faults: [...run.faults, ...mentioned.faults],
  };
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
  // Each in a shell of its own, in which variables of the page need not be set.
  return mentions.map((spans) => spans.map((span) => `(set +u; ${span})`).join('; '));
}

function runRecorded(page: string, lines: readonly string[], mentioned: boolean): PageCommands {
  if (lines.every((line) => line.trim() === '')) return { commands: [], faults: [] };
  const folder = mkdtempSync(join(tmpdir(), 'documented-commands-'));
  try {
    const [records, path] = [join(folder, 'records'), filterFolder(folder)];
    mkdirSync(records);
    const script = join(folder, 'page.bash');
    writeFileSync(script, `${recorder}${lines.join('\n')}\n`);
    const { stderr, error } = spawnSync('/bin/bash', ['--noprofile', '--norc', script], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { PATH: path, RECORDS: records, FIRST_LINE: String(recorderLines) },
      encoding: 'utf8',
      timeout: secondsMax * 1000,
    });
    const commands = readdirSync(records)
      .map((file) => recorded(readFileSync(join(records, file), 'utf8'), page, mentioned))
      .sort((one, other) => one.line - other.line);
    return { commands, faults: [...shellFaults(page, stderr), ...(error ? [`${page}: ${error.message}`] : [])] };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function recorded(text: string, page: string, mentioned: boolean): DocumentedCommand {
  const [line, region = '', ...words] = text.split('\0').slice(0, -1);
  return { page, line: Number(line), region, words, mentioned };
}

/** bash counts lines of its script, the recorder first. */
function shellFaults(page: string, stderr: string): string[] {
  return [...stderr.matchAll(/page\.bash: line (\d+): (.+)$/gm)].map(
    ([, line, message]) => `${page}:${Number(line) - recorderLines}: the shell says: ${message}`,
  );
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
