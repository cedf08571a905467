import { attempt } from '../../servers/command';

/** Paths of the libraries that a program is linked with, the loader among them; none of a program that is linked with none. */
export async function linkedLibraries(program: string): Promise<readonly string[]> {
  const { stdout } = await attempt('ldd', [program]);
  return librariesIn(stdout);
}

/** What `ldd` printed. @throws Error when a library is not there. */
export function librariesIn(printed: string): readonly string[] {
  const missing = /^\s*(\S+) => not found/m.exec(printed)?.[1];
  if (missing !== undefined) throw new Error(`the library ${missing} is not installed`);
  return [...printed.matchAll(/(?:=> |^\s*)(\/\S+) \(0x/gm)].map(([, path = '']) => path);
}
