/** At most this many calls at the provider for one task. */
const stepsMax = 5;

/**
 * The sample agent's plan: one step for each paragraph of the task, and no more than five. A product's agent would ask
 * its model for one. It is a function of its input alone, so that a workflow can be replayed.
 */
export function planSteps(text: string): string[] {
  const paragraphs = text
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim())
    .filter(Boolean);
  if (paragraphs.length <= stepsMax) return paragraphs.length > 0 ? paragraphs : [text];
  return [...paragraphs.slice(0, stepsMax - 1), paragraphs.slice(stepsMax - 1).join('\n\n')];
}
