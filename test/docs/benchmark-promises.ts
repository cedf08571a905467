/** What a page of benchmarks promises and does not keep, in sentences; empty: all is kept. */
export function brokenPromises(page: string): string[] {
  return tables(page).flatMap(({ head, rows }) => {
    const promise = head.findIndex((name) => name in kept);
    const check = kept[head[promise] ?? ''];
    if (!check) return [];
    return rows.flatMap((row) => {
      const measured = row.slice(0, promise).findLast((cell) => cell !== '') ?? '';
      const promised = row[promise] ?? '';
      return promised === '' || check(measured, promised)
        ? []
        : [`${row[0]}: ${measured}, where ${head[promise]} ${promised} is promised`];
    });
  });
}

/** By the head of the column that promises; the measured figure is the last one before it. */
const kept: Readonly<Record<string, (measured: string, promised: string) => boolean>> = {
  'at least': (measured, promised) => numberIn(measured) >= numberIn(promised),
  'at most': (measured, promised) => numberIn(measured) <= numberIn(promised),
  promised: (measured, promised) => {
    // A planted fault has to show.
    if (promised === 'seen') return /[1-9]/.test(measured);
    // With a unit it is a bound, without one it is the very figure.
    return / (ms|MiB)$/.test(promised) ? numberIn(measured) <= numberIn(promised) : measured === promised;
  },
};

const numberIn = (text: string): number => Number.parseFloat(text.replaceAll(',', ''));

interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

function tables(page: string): Table[] {
  return page
    .split(/\n(?!\|)/)
    .map((block) => block.split('\n').filter((line) => line.startsWith('|')))
    .filter((lines) => lines.length > 2)
    .map(([head = '', , ...rows]) => ({ head: cells(head), rows: rows.map(cells) }));
}

const cells = (line: string): string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
