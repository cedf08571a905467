import { corpus } from '../test/ops/review/corpus/corpus';
import type { LabelledChange } from '../test/ops/review/corpus/labelled-change';
import { Verdicts } from '../test/ops/review/corpus/verdicts';
import type { Check } from './check';

/** Every labelled change of the platform gets the verdict of its label; `npm test` does a few of each risk. */
export const reviewCorpus: Check = {
  name: 'review corpus: every labelled change gets its verdict',
  async run() {
    const verdicts = new Verdicts();
    const failuresOf = async (noun: string, labelled: readonly LabelledChange[]): Promise<string[]> => {
      const failures: string[] = [];
      for (const [at, one] of labelled.entries()) {
        if (at % 20 === 0) process.stdout.write(`  ${at} of ${labelled.length} ${noun}\n`);
        const failure = await verdicts.failureOf(one);
        if (failure !== null) failures.push(failure);
      }
      return failures;
    };
    // Patched sources are synthesized by processes of their own: meanwhile this one does the others.
    const found = await Promise.all([
      failuresOf(
        'patched sources',
        corpus.filter(({ edit }) => edit.sources),
      ),
      failuresOf(
        'other changes',
        corpus.filter(({ edit }) => !edit.sources),
      ),
    ]);
    const failures = found.flat();
    return { passed: corpus.length - failures.length, failures };
  },
};
