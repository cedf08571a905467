/** Single-character edits that turn one name into the other (Levenshtein). */
function edits(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const replaced = previous[column - 1]! + (from[row - 1] === to[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, previous[column]! + 1, current[column - 1]! + 1));
    }
    previous = current;
  }
  return previous[to.length]!;
}

/** The allowed name that was probably meant: at most a third of its characters differ. Upper and lower case are one. */
export function nearestName(name: string, allowed: readonly string[]): string | null {
  const [best] = allowed
    .map((candidate) => ({ candidate, distance: edits(name.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  return best && best.distance <= Math.ceil(best.candidate.length / 3) ? best.candidate : null;
}

/** All allowed names, and the one that was probably meant. */
export function allowedNames(name: string, allowed: readonly string[]): string {
  const meant = nearestName(name, allowed);
  return `${allowed.join(', ')}${meant ? ` (did you mean ${meant}?)` : ''}`;
}
