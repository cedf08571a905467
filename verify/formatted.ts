import { format, resolveConfig } from 'prettier';

/** A text as the formatter leaves it in a file of this path. */
export const formatted = async (path: string, text: string): Promise<string> =>
  format(text, { ...(await resolveConfig(path)), filepath: path });
