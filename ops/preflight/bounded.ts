/** Runs tasks, at most `most` at one time, and answers in their order. */
export async function bounded<T>(tasks: readonly (() => Promise<T>)[], most: number): Promise<T[]> {
  const answers: T[] = new Array<T>(tasks.length);
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < tasks.length) {
      const index = next++;
      answers[index] = await tasks[index]!();
    }
  };
  await Promise.all(Array.from({ length: Math.min(most, tasks.length) }, worker));
  return answers;
}
